using TestOrchestrator.Engine.Tools;

namespace TestOrchestrator.Redis.Providers;

/// <summary>The programs of Redis: what is installed, else what apt has.</summary>
public static class RedisTools
{
    /// <summary>The server.</summary>
    public const string Server = "redis-server";

    /// <summary>Gets what the programs are and where they come from.</summary>
    public static ToolDefinition Definition { get; } = new()
    {
        Name = "redis",
        Variable = "TESTORCHESTRATOR_REDIS",
        Programs = [Server],
        Directories = ["/usr/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin", "/opt/redis/bin"],
        AptPackage = "redis-server",
        Help = "Install Redis: 'sudo apt-get install redis-server' on Debian and Ubuntu, 'sudo dnf install redis' on Fedora, 'brew install redis' on macOS.",
    };
}
