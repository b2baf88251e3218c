using System.Text;
using System.Text.Json;

namespace TestOrchestrator.Proxy.Redaction;

/// <summary>
/// Replaces the values of secret members in JSON; everything else keeps its characters. What is cut off or damaged is freed of secrets too.
/// </summary>
internal static class JsonText
{
    public static string Redact(string json, SecretNames secrets)
    {
        // {"user":"anna","password":"s3cret","token":{"value":"abc"}}
        StringBuilder? result = null;
        int copied = 0;
        int at = 0;
        while ((at = json.IndexOf('"', at)) >= 0)
        {
            int end = EndOfText(json, at);
            int value = ValueAfter(json, end);
            if (value >= 0 && secrets.Contains(Unescape(json[(at + 1)..(end - 1)])) && EndOfValue(json, value) is { } endOfValue)
            {
                result ??= new StringBuilder(json.Length);
                result.Append(json, copied, value - copied).Append('"').Append(secrets.StandIn(Value(json[value..endOfValue]))).Append('"');
                copied = endOfValue;
                end = endOfValue;
            }

            at = end;
        }

        return result is null ? json : result.Append(json, copied, json.Length - copied).ToString();
    }

    // After the quote that ends the text which begins here.
    private static int EndOfText(string json, int start)
    {
        int at = start + 1;
        while (at < json.Length && json[at] != '"')
        {
            at += json[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, json.Length);
    }

    // Where the value of the name that has just ended begins; negative when it was no name.
    private static int ValueAfter(string json, int end)
    {
        int at = SkipBlanks(json, end);
        if (at >= json.Length || json[at] != ':')
        {
            return -1;
        }

        at = SkipBlanks(json, at + 1);
        return at < json.Length ? at : -1;
    }

    private static int SkipBlanks(string json, int at)
    {
        while (at < json.Length && char.IsWhiteSpace(json[at]))
        {
            at++;
        }

        return at;
    }

    // Null for what is no secret: null, true and false.
    private static int? EndOfValue(string json, int start) => json[start] switch
    {
        '"' => EndOfText(json, start),
        '{' or '[' => EndOfNested(json, start),
        'n' or 't' or 'f' => null,
        _ => EndOfNumber(json, start),
    };

    private static int EndOfNested(string json, int start)
    {
        int depth = 0;
        int at = start;
        while (at < json.Length)
        {
            if (json[at] == '"')
            {
                at = EndOfText(json, at);
                continue;
            }

            depth += json[at] is '{' or '[' ? 1 : json[at] is '}' or ']' ? -1 : 0;
            at++;
            if (depth == 0)
            {
                break;
            }
        }

        return at;
    }

    private static int EndOfNumber(string json, int start)
    {
        int at = start;
        while (at < json.Length && !char.IsWhiteSpace(json[at]) && json[at] is not (',' or '}' or ']'))
        {
            at++;
        }

        return at;
    }

    private static string Value(string json) => json is ['"', .., '"'] and { Length: > 1 } ? Unescape(json[1..^1]) : json;

    private static string Unescape(string name)
    {
        if (!name.Contains('\\'))
        {
            return name;
        }

        try
        {
            return JsonSerializer.Deserialize($"\"{name}\"", RedactionJson.Default.String) ?? name;
        }
        catch (JsonException)
        {
            return name;
        }
    }
}
