using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// Compares JSON values by what they mean: 1 is 1.0, members have no order, texts are compared by their Unicode scalar values.
/// </summary>
internal static class JsonComparison
{
    public static bool AreEqual(JsonNode? left, JsonNode? right)
    {
        try
        {
            return JsonNode.DeepEquals(left, right);
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair ("\ud800") has no meaning that could be compared.
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            // An exponent that no integer holds (1e4900719925474099200): such numbers are equal when they are written alike.
            return left?.ToJsonString() == right?.ToJsonString();
        }
    }

    /// <summary>Whether both are numbers, or both texts, and the left one comes first.</summary>
    public static bool IsLess(JsonNode? left, JsonNode? right)
    {
        if (TryText(left, out string? leftText) && TryText(right, out string? rightText))
        {
            return Compare(leftText, rightText) < 0;
        }

        return TryNumber(left, out string? leftNumber) && TryNumber(right, out string? rightNumber) && CompareNumbers(leftNumber, rightNumber) < 0;
    }

    public static bool TryText(JsonNode? node, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            return node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.TryGetValue(out text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryNumber(JsonNode? node, [NotNullWhen(true)] out string? number)
    {
        number = node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : null;
        return number is not null;
    }

    // Doubles have the range, decimals the digits: 9007199254740993 is more than 9007199254740992, 1e400 more than both.
    private static int CompareNumbers(string left, string right)
    {
        int roughly = double.Parse(left, CultureInfo.InvariantCulture).CompareTo(double.Parse(right, CultureInfo.InvariantCulture));
        return roughly == 0
            && decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exactLeft)
            && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exactRight)
            ? exactLeft.CompareTo(exactRight)
            : roughly;
    }

    // Not ordinal: in UTF-16 the characters beyond U+FFFF come before U+E000.
    private static int Compare(string left, string right)
    {
        StringRuneEnumerator lefts = left.EnumerateRunes();
        StringRuneEnumerator rights = right.EnumerateRunes();
        while (true)
        {
            bool isLeft = lefts.MoveNext();
            bool isRight = rights.MoveNext();
            if (!isLeft || !isRight)
            {
                return isLeft.CompareTo(isRight);
            }

            int order = lefts.Current.CompareTo(rights.Current);
            if (order != 0)
            {
                return order;
            }
        }
    }
}
