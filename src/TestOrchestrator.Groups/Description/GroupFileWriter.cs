using System.Globalization;
using System.Text;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Description;

/// <summary>Writes the group file of one program: when it is read and rendered, every text is what it was.</summary>
internal static class GroupFileWriter
{
    public static byte[] Write(GroupProgram program)
    {
        StringBuilder file = new();
        string table = $"processes.{Quote(program.Name)}";
        Line(file, $"name = {Quote(program.Name)}");
        Line(file, "");
        Line(file, $"[{table}]");
        Line(file, $"command = {Literal(program.Command)}");
        Line(file, $"args = [{string.Join(", ", program.Arguments.Select(Literal))}]");
        Line(file, $"working_directory = {Literal(program.WorkingDirectory)}");
        if (program.StopGrace is { } grace)
        {
            Line(file, string.Create(CultureInfo.InvariantCulture, $"stop_grace = \"{(long)grace.TotalMilliseconds}ms\""));
        }

        Line(file, "");
        Line(file, $"[{table}.environment]");
        foreach ((string name, string value) in program.Environment)
        {
            Line(file, $"{Quote(name)} = {Literal(value)}");
        }

        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private static void Line(StringBuilder file, string line) => file.Append(line).Append('\n');

    private static string Literal(string text) => Quote(Templates.Template.Escape(text));

    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' or '\\' => $"\\{c}",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => $"{c}",
            });
        }

        return quoted.Append('"').ToString();
    }
}
