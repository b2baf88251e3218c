using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Directories;

/// <summary>
/// The directory that outlives runs: programs that were fetched, templates of databases, the CA. <c>TESTORCHESTRATOR_CACHE</c> names it;
/// else it is <c>$XDG_CACHE_HOME/testorchestrator</c> or <c>~/.cache/testorchestrator</c>, and for root <c>/var/cache/testorchestrator</c>:
/// programs that refuse to run as root must be able to reach it, and nobody else can traverse <c>/root</c>.
/// </summary>
public static class UserCache
{
    /// <summary>The environment variable that names the directory.</summary>
    public const string Variable = "TESTORCHESTRATOR_CACHE";

    /// <summary>Gets the directory, and makes it if it is not there.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="EngineException">It cannot be made or written.</exception>
    public static string Open()
    {
        string path = Path.GetFullPath(Choose());
        try
        {
            PrivateDirectory.Create(path);
            return path;
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            throw DirectoryErrors.NoCache(path, e);
        }
    }

    private static string Choose()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        if (UserIdentity.IsRoot)
        {
            return "/var/cache/testorchestrator";
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".cache"),
            "testorchestrator");
    }
}
