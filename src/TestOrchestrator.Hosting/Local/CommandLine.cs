using System.Text;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Splits the one text in which a launch profile keeps its arguments, by the rules of .NET, so that 'dotnet run' would split it likewise.
/// </summary>
internal static class CommandLine
{
    // Blanks separate and double quotes join. Within quotes, two quotes are a character. Backslashes mean something before a quote only:
    // each pair is one backslash, and one that remains makes the quote a character.
    //   --name "two words" --json {\"a\":1} "C:\directory\\" "say ""hi"""
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
                case '\\':
                    int run = text.AsSpan(i).IndexOfAnyExcept('\\') is >= 0 and int length ? length : text.Length - i;
                    bool beforeQuote = i + run < text.Length && text[i + run] == '"';
                    current.Append('\\', beforeQuote ? run / 2 : run);
                    started = true;
                    i += run - 1;
                    if (beforeQuote && run % 2 == 1)
                    {
                        current.Append('"');
                        i++;
                    }

                    break;
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    current.Append('"');
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
