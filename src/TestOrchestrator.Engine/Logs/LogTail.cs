using System.Text;

namespace TestOrchestrator.Engine.Logs;

/// <summary>Reads the end of a log: what a process said last is the best witness of why it ended.</summary>
public static class LogTail
{
    /// <summary>How many lines a message quotes.</summary>
    public const int QuotedLines = 50;

    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the last lines of a file that may still be written to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lines">How many lines at the most.</param>
    /// <returns>The lines; none if there is no file.</returns>
    public static IReadOnlyList<string> Read(string path, int lines = QuotedLines)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            bool whole = file.Length <= MaxBytes;
            file.Seek(whole ? 0 : -MaxBytes, whole ? SeekOrigin.Begin : SeekOrigin.End);
            using StreamReader reader = new(file, Encoding.UTF8);
            string text = reader.ReadToEnd().TrimEnd('\r', '\n');
            string[] all = text.Length == 0 ? [] : text.Split('\n');

            // The first line of a part of a file is usually a part of a line, and worth reading only if there is no other.
            IEnumerable<string> complete = whole ? all : all.Length == 1 ? [$"…{all[0]}"] : all.Skip(1);
            return [.. complete.TakeLast(lines).Select(l => l.TrimEnd('\r'))];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Quotes the last lines of a file for a message.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A sentence that names the file, and the lines indented below it.</returns>
    public static string Quote(string path)
    {
        IReadOnlyList<string> lines = Read(path);
        return lines is []
            ? $"It wrote nothing to its log '{path}'."
            : $"The last lines of its log '{path}':{string.Concat(lines.Select(l => $"{Environment.NewLine}    {l}"))}";
    }
}
