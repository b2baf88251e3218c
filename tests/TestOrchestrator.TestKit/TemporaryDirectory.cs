namespace TestOrchestrator.TestKit;

/// <summary>A directory of a test's own, deleted with everything in it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <param name="below">Where it is made; the default is the system's directory for temporary files.</param>
    public TemporaryDirectory(string? below = null)
    {
        Path = System.IO.Path.Combine(below ?? System.IO.Path.GetTempPath(), $"to-{Guid.NewGuid():N}"[..12]);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>The path of something in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a directory of files.</summary>
    public string With(string name, params (string File, string Text)[] files)
    {
        string directory = this[name];
        Directory.CreateDirectory(directory);
        foreach ((string file, string text) in files)
        {
            File.WriteAllText(System.IO.Path.Combine(directory, file), text);
        }

        return directory;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
