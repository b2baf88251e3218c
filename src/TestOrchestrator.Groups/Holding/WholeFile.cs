namespace TestOrchestrator.Groups.Holding;

/// <summary>Writes files that others read at any time: they see the old one or the new one.</summary>
internal static class WholeFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.new";
        try
        {
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
