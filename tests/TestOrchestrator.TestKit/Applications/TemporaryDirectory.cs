namespace TestOrchestrator.TestKit.Applications;

/// <summary>A directory of one test, which goes with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <param name="below">Where it is made; the default is the system's directory for temporary files.</param>
    public TemporaryDirectory(string? below = null)
    {
        Path = System.IO.Path.Combine(below ?? System.IO.Path.GetTempPath(), $"to-{Guid.NewGuid():N}"[..12]);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a directory of files, named in ordinal order of their keys.</summary>
    public string With(string name, params (string File, string Text)[] files)
    {
        string directory = Of(name);
        Directory.CreateDirectory(directory);
        foreach ((string file, string text) in files)
        {
            File.WriteAllText(System.IO.Path.Combine(directory, file), text);
        }

        return directory;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
