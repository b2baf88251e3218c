using System.Text;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>Splits the one text in which a launch profile keeps its arguments.</summary>
internal static class CommandLine
{
    // Blanks separate; double quotes join; a backslash before a double quote makes it a character:
    //   --name "two words" --json {\"a\":1}
    public static string[] Split(string text)
    {
        List<string> arguments = [];
        StringBuilder current = new();
        bool quoted = false;
        bool started = false;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length && text[i + 1] == '"':
                    current.Append('"');
                    started = true;
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    started = true;
                    break;
                case ' ' or '\t' when !quoted:
                    End();
                    break;
                case char c:
                    current.Append(c);
                    started = true;
                    break;
            }
        }

        End();
        return [.. arguments];

        void End()
        {
            if (started)
            {
                arguments.Add(current.ToString());
                current.Clear();
                started = false;
            }
        }
    }
}
