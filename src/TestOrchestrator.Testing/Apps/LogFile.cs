using System.Text;

namespace TestOrchestrator.Testing.Apps;

/// <summary>Reads logs that may still be written to.</summary>
internal static class LogFile
{
    public static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    public static string Read(string path, long from = 0)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(Math.Min(from, file.Length), SeekOrigin.Begin);
        using StreamReader reader = new(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
