using System.Globalization;
using System.Text;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Tests.Toml;

/// <summary>Writes random trees in random notations.</summary>
internal sealed class TomlWriter(Random random)
{
    private static readonly string[] s_letters = ["a", "B", "7", "-", "_", ".", " ", "é", "😀", "\"", "'", "\\", "#", "\t", "\n", "\u0001", "=", "[", "]", "{{"];

    /// <summary>A document, and the tree that it means in the notation of <see cref="TomlText"/>.</summary>
    public (string Document, string Meaning) Document()
    {
        StringBuilder document = new();
        string meaning = Table(document, [], depth: 0);
        return (document.ToString(), meaning);
    }

    // Keys with values first, since a header ends the table before it.
    private string Table(StringBuilder document, string[] path, int depth)
    {
        List<string> entries = [];
        string[] names = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Text()).Distinct()];
        int values = random.Next(names.Length + 1);
        foreach (string name in names[..values])
        {
            (string text, string meaning) = Value(depth: 0);
            document.Append(CultureInfo.InvariantCulture, $"{Blank()}{Key(name)}{Blank()}={Blank()}{text}{End()}");
            entries.Add($"{name}: {meaning}");
        }

        foreach (string name in depth < 3 ? names[values..] : [])
        {
            string[] inner = [.. path, name];
            string header = string.Join($"{Blank()}.{Blank()}", inner.Select(Key));
            if (random.Next(3) > 0)
            {
                document.Append(CultureInfo.InvariantCulture, $"[{Blank()}{header}{Blank()}]{End()}");
                entries.Add($"{name}: {Table(document, inner, depth + 1)}");
                continue;
            }

            List<string> elements = [];
            for (int left = random.Next(1, 4); left > 0; left--)
            {
                document.Append(CultureInfo.InvariantCulture, $"[[{header}]]{End()}");
                elements.Add(Table(document, inner, depth + 1));
            }

            entries.Add($"{name}: [{string.Join(", ", elements)}]");
        }

        return $"{{{string.Join(", ", entries)}}}";
    }

    private (string Text, string Meaning) Value(int depth)
    {
        switch (random.Next(depth < 3 ? 8 : 5))
        {
            case 0:
                long integer = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
                string digits = integer >= 0 && random.Next(2) == 0 ? $"0x{integer:x}" : integer.ToString(CultureInfo.InvariantCulture);
                return (digits, TomlText.Of(new TomlInteger(integer, default)));
            case 1:
                double number = BitConverter.Int64BitsToDouble(random.NextInt64());
                string text = double.IsNaN(number) ? "nan" : number.ToString("E16", CultureInfo.InvariantCulture);
                return (text, TomlText.Of(new TomlFloat(number, default)));
            case 2:
                return random.Next(2) == 0 ? ("true", "true") : ("false", "false");
            case 3:
                string date = new DateTime(1, 1, 1).AddSeconds(random.NextInt64(315537897599)).ToString("yyyy-MM-ddTHH:mm:ss.ff", CultureInfo.InvariantCulture);
                return (date, TomlText.Of(new TomlDateTime(date, TomlDateTimeForm.LocalDateTime, default)));
            case 4:
                string content = Text();
                return (Quoted(content), TomlText.Of(new TomlString(content, default)));
            case 5 or 6:
                (string Text, string Meaning)[] items = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth + 1))];
                string comma = random.Next(2) == 0 ? "," : " # ]\r\n ,\n";
                string last = items.Length > 0 && random.Next(2) == 0 ? "," : "";
                return ($"[{string.Join(comma, items.Select(item => item.Text))}{last}\n]", $"[{string.Join(", ", items.Select(item => item.Meaning))}]");
            default:
                (string Name, string Text, string Meaning)[] entries =
                    [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text()).Distinct().Select(name => (name, Value(depth + 1))).Select(pair => (pair.name, pair.Item2.Text, pair.Item2.Meaning))];
                return (
                    $"{{{Blank()}{string.Join(",", entries.Select(entry => $"{Key(entry.Name)}={entry.Text}{Blank()}"))}}}",
                    $"{{{string.Join(", ", entries.Select(entry => $"{entry.Name}: {entry.Meaning}"))}}}");
        }
    }

    private string Key(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && random.Next(4) > 0 ? name : Basic(name);

    private string Quoted(string text)
    {
        bool plain = text.All(c => c != '\u0001');
        return random.Next(4) switch
        {
            0 when plain && !text.Contains('\'') && !text.Contains('\n') => $"'{text}'",
            1 when plain && !text.Contains("'''") && !text.EndsWith('\'') => $"'''\n{text}'''",
            2 => $"\"\"\"\r\n{Basic(text)[1..^1]}\\\n  \t\r\n  \"\"\"",
            _ => Basic(text),
        };
    }

    private static string Basic(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\u0001", "\\u0001").Replace("\t", "\\t").Replace("é", "\\U000000E9")}\"";

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => s_letters[random.Next(s_letters.Length)]));

    private string Blank() => random.Next(3) switch { 0 => " ", 1 => "\t ", _ => "" };

    private string End() => random.Next(3) switch { 0 => "\r\n", 1 => " # é ' \" = [\n\n", _ => "\n" };
}
