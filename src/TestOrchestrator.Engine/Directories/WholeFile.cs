namespace TestOrchestrator.Engine.Directories;

/// <summary>Writes files that others read at any time: they see the old one or the new one, and never half of one. Thread-safe.</summary>
public static class WholeFile
{
    /// <summary>Writes a file, in place of the one that may be there.</summary>
    /// <param name="path">The path.</param>
    /// <param name="content">All of its content.</param>
    /// <param name="isPrivate">Whether only its owner can read it; the default is that the mode of the process decides.</param>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool isPrivate = false)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.new";
        try
        {
            if (isPrivate)
            {
                using StreamWriter file = PrivateFile.Create(unfinished);
                file.BaseStream.Write(content);
            }
            else
            {
                File.WriteAllBytes(unfinished, content);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
