using System.Collections.Immutable;
using System.Text.Json;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Reads the fields of one object of a file. What is null is missing; what is unknown is passed over. Not thread-safe.</summary>
/// <param name="element">The object, or nothing when it is missing, which the reader of its owner has said already.</param>
/// <param name="path">Where it is, for messages.</param>
/// <param name="problems">Is told what is wrong.</param>
internal sealed class HarFields(JsonElement? element, string path, HarProblems problems)
{
    // Enough of a value to recognise it.
    private const int Excerpt = 60;

    public string RequiredText(string name) => Find(name) is { } found ? Text(name, found) : Missing(name, "a text", "");

    public string Text(string name, string otherwise) => Find(name) is { } found ? Text(name, found) : otherwise;

    public string? TextOrNull(string name) => Find(name) is { } found ? Text(name, found) : null;

    public bool? FlagOrNull(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => Wrong<bool?>(name, other, "true or false", null),
    };

    public double Number(string name, double otherwise) => Find(name) is { } found ? Number(name, found) : otherwise;

    public double RequiredNumber(string name) => Find(name) is { } found ? Number(name, found) : Missing(name, "a number", 0.0);

    public long Whole(string name, long otherwise, long min = -1) => Find(name) is { } found ? Whole(name, found, min, long.MaxValue) : otherwise;

    public long? WholeOrNull(string name) => Find(name) is { } found ? Whole(name, found, long.MinValue, long.MaxValue) : null;

    public int RequiredWhole(string name, int min, int max) =>
        Find(name) is { } found ? (int)Whole(name, found, min, max) : Missing(name, $"a whole number from {min} to {max}", min);

    public DateTimeOffset RequiredTime(string name)
    {
        if (Find(name) is not { } found)
        {
            return Missing(name, "a time such as \"2026-01-31T08:30:00.000+00:00\"", default(DateTimeOffset));
        }

        return found.ValueKind == JsonValueKind.String && HarTime.TryRead(Text(name, found), out DateTimeOffset time)
            ? time
            : Wrong(name, found, "a time such as \"2026-01-31T08:30:00.000+00:00\"", default(DateTimeOffset));
    }

    public HarFields Required(string name) => Object(name) ?? new HarFields(Missing<JsonElement?>(name, "an object", null), Path(name), problems);

    public HarFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } found => new HarFields(found, Path(name), problems),
        { } other => Wrong(name, other, "an object", new HarFields(null, Path(name), problems)),
    };

    public ImmutableArray<T> RequiredList<T>(string name, Func<HarFields, T> read) =>
        Find(name) is null ? Missing(name, "an array", ImmutableArray<T>.Empty) : List(name, read);

    public ImmutableArray<T> List<T>(string name, Func<HarFields, T> read) => ListOrNull(name, read) ?? [];

    public ImmutableArray<T>? ListOrNull<T>(string name, Func<HarFields, T> read)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        if (found.ValueKind != JsonValueKind.Array)
        {
            return Wrong(name, found, "an array", ImmutableArray<T>.Empty);
        }

        ImmutableArray<T>.Builder list = ImmutableArray.CreateBuilder<T>(found.GetArrayLength());
        foreach (JsonElement item in found.EnumerateArray())
        {
            string at = $"{Path(name)}[{list.Count}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"'{at}' is {Seen(item)}; it must be an object.");
            }

            list.Add(read(new HarFields(item.ValueKind == JsonValueKind.Object ? item : null, at, problems)));
        }

        return list.DrainToImmutable();
    }

    /// <summary>A field as it is, also where it is null.</summary>
    public JsonElement? Raw(string name) => element is { } there && there.TryGetProperty(name, out JsonElement found) ? found : null;

    /// <summary>All members of the object as they are.</summary>
    public IEnumerable<JsonProperty> Members() => element is { } there ? there.EnumerateObject() : [];

    /// <summary>Says that a field is there and is not what it must be.</summary>
    public void Refuse(string name, string right)
    {
        if (Find(name) is { } found)
        {
            Wrong(name, found, right, 0);
        }
    }

    private JsonElement? Find(string name) =>
        element is { } there && there.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null ? found : null;

    private string Text(string name, JsonElement found)
    {
        if (found.ValueKind != JsonValueKind.String)
        {
            return Wrong(name, found, "a text", "");
        }

        try
        {
            return found.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Wrong(name, found, "a text of whole characters", "");
        }
    }

    private double Number(string name, JsonElement found) =>
        found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out double number) && double.IsFinite(number) ? number : Wrong(name, found, "a number", 0.0);

    // Some programs write whole numbers as 12.0.
    private long Whole(string name, JsonElement found, long min, long max)
    {
        const double exact = 1L << 53;
        bool isWhole = found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out double number) && double.IsInteger(number) && Math.Abs(number) <= exact;
        if (isWhole && (long)found.GetDouble() is long whole && whole >= min && whole <= max)
        {
            return whole;
        }

        string range = max < long.MaxValue ? $" from {min} to {max}" : min > long.MinValue ? $", at least {min}" : "";
        return Wrong(name, found, $"a whole number{range}", Math.Max(min, 0));
    }

    private T Missing<T>(string name, string right, T instead)
    {
        // What is missing in an object that is missing itself is not worth a line.
        if (element is not null)
        {
            problems.Add($"'{Path(name)}' is missing; it must be {right}.");
        }

        return instead;
    }

    private T Wrong<T>(string name, JsonElement seen, string right, T instead)
    {
        problems.Add($"'{Path(name)}' is {Seen(seen)}; it must be {right}.");
        return instead;
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Seen(JsonElement seen)
    {
        if (seen.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return seen.ValueKind == JsonValueKind.Object ? "an object" : "an array";
        }

        string raw = seen.GetRawText();
        return raw.Length <= Excerpt ? raw : $"{raw[..Excerpt]}…";
    }
}
