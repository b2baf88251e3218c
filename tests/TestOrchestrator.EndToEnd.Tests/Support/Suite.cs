using System.Reflection;

namespace TestOrchestrator.EndToEnd.Tests.Support;

/// <summary>
/// A user's solution: a service, app hosts and test projects, built once against packages of this repository. Every run of the tests packs
/// what was built and has a package folder of its own, so that nothing that was packed before can answer. Foreign packages are used from
/// where the user's cache has them, and not copied: Aspire's engine and dashboard alone are 310 MB.
/// </summary>
internal sealed class Suite
{
    private const string PackageFolderVariable = "NUGET_PACKAGES";

    // A build that stays behind to be reused would look like a leak.
    private const string LeaveNothing = "-nodeReuse:false";

    private static readonly Lazy<Task<Suite>> s_built = new(() => Task.Run(BuildAsync));
    private static readonly Lazy<Task<string>> s_orch = new(() => Task.Run(InstallAsync));

    private Suite(string directory, string feed)
    {
        Root = directory;
        Feed = feed;
        Version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "TestOrchestrator.MSTest.*.nupkg").Single())["TestOrchestrator.MSTest.".Length..];
        Environment = new Dictionary<string, string?>
        {
            [PackageFolderVariable] = Path.Combine(directory, "packages"),
            ["TestOrchestratorVersion"] = Version,
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["TESTORCHESTRATOR_LANE"] = null,

            // Whatever the machine has, these suites are of one without a container engine.
            ["DOCKER_HOST"] = "unix:///none",
        };
    }

    /// <summary>The directory of this repository.</summary>
    public static string Repository => Metadata("RepoRoot");

    /// <summary>The version of the packages of this repository.</summary>
    public string Version { get; }

    public string Root { get; }

    /// <summary>The directory of the packages of this repository.</summary>
    public string Feed { get; }

    public string TestProject => Path.Combine(Root, "Tests");

    public string AppHost => Path.Combine(Root, "AppHost");

    /// <summary>An app host that knows nothing of this repository.</summary>
    public string PlainAppHost => Path.Combine(Root, "PlainAppHost");

    /// <summary>A test project of that app host.</summary>
    public string PlainTestProject => Path.Combine(Root, "PlainTests");

    public string TestHost => Path.Combine(TestProject, "bin", "Debug", "net10.0", "Tests");

    /// <summary>The directory of the packages that the solution was restored from, beside those of the user's cache.</summary>
    public string PackageFolder => Environment[PackageFolderVariable]!;

    public IReadOnlyDictionary<string, string?> Environment { get; }

    public static Task<Suite> GetAsync() => s_built.Value;

    /// <summary>Installs <c>orch</c> from its package.</summary>
    /// <returns>The program.</returns>
    public static Task<string> InstallOrchAsync() => s_orch.Value;

    /// <summary>Removes what was built.</summary>
    public static async Task RemoveAsync()
    {
        if (s_built.IsValueCreated)
        {
            Directory.Delete((await s_built.Value).Root, recursive: true);
        }
    }

    /// <summary>Builds a project of the solution, which has been restored.</summary>
    public Task BuildAsync(string project, string configuration) =>
        SucceedAsync(Root, ["build", project, "--no-restore", "--configuration", configuration, "-nologo", "-v:q"], Environment);

    private static async Task<Suite> BuildAsync()
    {
        string root = Directory.CreateTempSubdirectory("to-e2e-").FullName;
        string feed = Path.Combine(root, "feed");
        await SucceedAsync(
            Repository,
            ["msbuild", "eng/pack.proj", "-v:q", "-p:NoBuild=true", $"-p:Configuration={Metadata("Configuration")}", $"-p:PackageOutputPath={feed}/"],
            new Dictionary<string, string?> { ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" });

        Suite suite = new(root, feed);
        CopyTree(Metadata("Assets"), suite.Root);
        string cache = LinkForeignPackages(suite.Root);
        await File.WriteAllTextAsync(Path.Combine(suite.Root, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{suite.Feed}" /></packageSources>
              <fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        await SucceedAsync(suite.Root, ["build", "Suite.slnx", "-nologo", "-v:q"], suite.Environment);
        return suite;
    }

    /// <summary>Links to the packages of the user's cache that are not packed here.</summary>
    private static string LinkForeignPackages(string root)
    {
        string home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        string cache = System.Environment.GetEnvironmentVariable(PackageFolderVariable) ?? Path.Combine(home, ".nuget", "packages");
        string links = Directory.CreateDirectory(Path.Combine(root, "cache")).FullName;
        foreach (string package in Directory.GetDirectories(cache))
        {
            string name = Path.GetFileName(package);
            if (!name.StartsWith("testorchestrator", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(Path.Combine(links, name), package);
            }
        }

        return links;
    }

    private static async Task<string> InstallAsync()
    {
        Suite suite = await GetAsync();
        string tools = Path.Combine(suite.Root, "tools");
        using Command install = await Command.RunAsync(
            "dotnet",
            ["tool", "install", "TestOrchestrator.Cli", "--version", suite.Version, "--tool-path", tools],
            suite.Root,
            suite.Environment);
        Assert.AreEqual(0, install.ExitCode, install.Output);
        return Path.Combine(tools, "orch");
    }

    private static async Task SucceedAsync(string directory, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        using Command command = await Command.RunAsync("dotnet", [.. arguments, LeaveNothing], directory, environment);
        Assert.AreEqual(0, command.ExitCode, command.Output);
    }

    private static string Metadata(string key) =>
        typeof(Suite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static void CopyTree(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
