using System.Reflection;

namespace TestOrchestrator.EndToEnd.Tests.Support;

/// <summary>
/// A user's solution: a service, an app host and a test project, built once against packages of this repository. Every run of the tests
/// packs under a version of its own and fills a package cache of its own, so that nothing that was packed before can answer.
/// </summary>
internal sealed class Suite
{
    private static readonly Lazy<Task<Suite>> s_built = new(() => Task.Run(BuildAsync));

    // A build that stays behind to be reused, or a compiler server, would look like a leak.
    private static readonly string[] s_leaveNothing = ["-nodeReuse:false", "-p:UseSharedCompilation=false"];

    private Suite(string directory, string version)
    {
        Root = directory;
        Version = version;
        Environment = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = Path.Combine(directory, "packages"),
            ["TestOrchestratorVersion"] = version,
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["TESTORCHESTRATOR_LANE"] = null,
        };
    }

    public string Root { get; }

    public string Version { get; }

    public string TestProject => Path.Combine(Root, "Tests");

    public string AppHost => Path.Combine(Root, "AppHost");

    public string TestHost => Path.Combine(TestProject, "bin", "Debug", "net10.0", "Tests");

    public IReadOnlyDictionary<string, string?> Environment { get; }

    public static Task<Suite> GetAsync() => s_built.Value;

    /// <summary>Removes what was built.</summary>
    public static async Task RemoveAsync()
    {
        if (s_built.IsValueCreated)
        {
            Directory.Delete((await s_built.Value).Root, recursive: true);
        }
    }

    private static async Task<Suite> BuildAsync()
    {
        Suite suite = new(Directory.CreateTempSubdirectory("to-e2e-").FullName, $"0.0.0-e2e.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        string feed = Path.Combine(suite.Root, "feed");
        await SucceedAsync(suite, Metadata("RepoRoot"), ["msbuild", "eng/pack.proj", "-restore", $"-p:Version={suite.Version}", $"-p:PackageOutputPath={feed}/", $"-p:ArtifactsPath={suite.Root}/pack", "-v:q"]);

        CopyTree(Metadata("Assets"), suite.Root);
        string shared = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(suite.Root, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><add key="fetched" value="{shared}" /></fallbackPackageFolders>
            </configuration>
            """);
        await SucceedAsync(suite, suite.TestProject, ["build", "-nologo", "-v:q"]);
        return suite;
    }

    private static async Task SucceedAsync(Suite suite, string directory, string[] arguments)
    {
        using Command command = await Command.RunAsync("dotnet", [.. arguments, .. s_leaveNothing], directory, suite.Environment);
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
