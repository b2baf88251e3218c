using TestOrchestrator.Proxy.Control;

namespace TestOrchestrator.Cli.Proxies;

/// <summary>
/// The file with the token of the control API: one that is there, or a new one, which is removed at the end. Not thread-safe.
/// </summary>
internal sealed class TokenFile : IDisposable
{
    private readonly string? _remove;

    private TokenFile(string path, string token, string? remove) => (Path, Token, _remove) = (path, token, remove);

    public string Path { get; }

    public string Token { get; }

    /// <summary>Reads the token, or makes one up and writes it.</summary>
    /// <param name="path">The file; <see langword="null"/> is one in a new directory of the owner's alone.</param>
    public static TokenFile Open(string? path)
    {
        if (path is not null && File.Exists(path))
        {
            return new TokenFile(System.IO.Path.GetFullPath(path), SecretFile.Read(path), remove: null);
        }

        string token = new ControlOptions().Token;
        string directory = path is null ? Directory.CreateTempSubdirectory("orch-proxy-").FullName : "";
        string file = System.IO.Path.GetFullPath(path ?? System.IO.Path.Combine(directory, "token"));
        SecretFile.Write(file, token);
        return new TokenFile(file, token, path is null ? directory : file);
    }

    public void Dispose()
    {
        if (Directory.Exists(_remove))
        {
            Directory.Delete(_remove, recursive: true);
        }
        else if (_remove is not null)
        {
            File.Delete(_remove);
        }
    }
}
