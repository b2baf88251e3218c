using System.Reflection;
using System.Runtime.Versioning;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>
/// Somebody who is not root, has nothing, and finds nothing but what every machine has: runs scenes with a cache and a home of their own.
/// It is this user, or, if that is root, the user <c>nobody</c>.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class OrdinaryUser : IDisposable
{
    // The user 'nobody' of every system: initdb looks its user up.
    private const int NobodysId = 65534;
    private const UnixFileMode Everybody = (UnixFileMode)0b_111_111_111;

    private readonly TemporaryDirectory _home = new();
    private readonly TemporaryDirectory _state = new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);

    public OrdinaryUser()
    {
        File.SetUnixFileMode(_home.Path, Everybody);
        File.SetUnixFileMode(_state.Path, Everybody);
    }

    /// <summary>Gets the cache; it is there after the first scene.</summary>
    public string Cache => _home["cache"];

    /// <summary>Makes the options for a scene.</summary>
    /// <param name="hidden">The programs that are not in PATH, though they may be on this machine.</param>
    public OtherProcessOptions Options(params string[] hidden)
    {
        OtherProcessOptions options = new()
        {
            Wrapper = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={NobodysId}", $"--regid={NobodysId}", "--clear-groups"] : [],
            Environment = new()
            {
                ["HOME"] = _home.Path,
                ["TMPDIR"] = _home.Path,
                ["TESTORCHESTRATOR_CACHE"] = Cache,
                ["TESTORCHESTRATOR_STATE"] = _state.Path,
                ["PATH"] = SearchPath.Without(_home[$"bin-{Guid.NewGuid():N}"], hidden),
            },
        };
        AssertCanRead(options, Assembly.GetEntryAssembly()!.Location);
        return options;
    }

    /// <summary>Makes apt believe that packages are not installed.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="packages">How the names of the packages start.</param>
    public OtherProcessOptions WithoutPackages(OtherProcessOptions options, params string[] packages)
    {
        string status = _home["status"];
        IEnumerable<string> left = File.ReadAllText("/var/lib/dpkg/status").Split("\n\n")
            .Where(paragraph => !Array.Exists(packages, package => paragraph.StartsWith($"Package: {package}", StringComparison.Ordinal)));
        File.WriteAllText(status, string.Join("\n\n", left));
        File.WriteAllText(_home["apt.conf"], $"Dir::State::status \"{status}\";\n");
        return options with { Environment = new(options.Environment) { ["APT_CONFIG"] = _home["apt.conf"] } };
    }

    public void Dispose()
    {
        _home.Dispose();
        _state.Dispose();
    }

    private static void AssertCanRead(OtherProcessOptions options, string file)
    {
        if (Command.Run([.. options.Wrapper, "test", "-r", file]) is { } why)
        {
            Assert.Inconclusive($"An ordinary user cannot read '{file}': {why} Build where others may read, or run the tests as an ordinary user.");
        }
    }
}
