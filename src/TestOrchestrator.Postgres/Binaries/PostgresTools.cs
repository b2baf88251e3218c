using System.Collections.Immutable;
using TestOrchestrator.Engine.Tools;

namespace TestOrchestrator.Postgres.Binaries;

/// <summary>The programs of PostgreSQL: what is installed, else the archive of the npm package, else what apt has.</summary>
public static class PostgresTools
{
    /// <summary>The server.</summary>
    public const string Server = "postgres";
    /// <summary>What makes a data directory.</summary>
    public const string InitDb = "initdb";

    private const string NpmVersion = "15.18.0-beta.17";

    /// <summary>Gets what the programs are and where they come from.</summary>
    public static ToolDefinition Definition { get; } = new()
    {
        Name = "postgres",
        Variable = "TESTORCHESTRATOR_POSTGRES",
        Programs = [Server, InitDb],
        Directories =
        [
            "/usr/lib/postgresql/*/bin",
            "/usr/pgsql-*/bin",
            "/usr/local/pgsql/bin",
            "/opt/homebrew/opt/postgresql@*/bin",
            "/usr/local/opt/postgresql@*/bin",
        ],
        NpmPackages = new Dictionary<string, NpmPackage>
        {
            ["linux-x64"] = Package("linux-x64", "TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA=="),
            ["linux-arm64"] = Package("linux-arm64", "ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg=="),
        }.ToImmutableDictionary(),
        AptPackage = "postgresql",
        Help = "Install PostgreSQL: 'sudo apt-get install postgresql' on Debian and Ubuntu, 'sudo dnf install postgresql-server' on Fedora, 'brew install postgresql@17' on macOS; or install npm, through which it can be fetched.",
    };

    private static NpmPackage Package(string platform, string sha512) => new()
    {
        Id = $"@embedded-postgres/{platform}@{NpmVersion}",
        Sha512 = sha512,
        Directory = "native/bin",
        Links = "native/pg-symlinks.json",
    };
}
