using System.Text.Json;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>Alone: services that share a package see what any other of them does.</summary>
[TestClass]
[DoNotParallelize]
public sealed class PrivatePackageTests
{
    [TestMethod]
    public async Task What_services_put_into_statics_of_private_packages_stays_their_own()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "LoggingService").WithHttpEndpoint().WithPrivatePackages("serilog");
        engine.AddAsset("two", "LoggingService").WithHttpEndpoint().WithPrivatePackages("serilog");
        RunningApplication application = await engine.StartAsync().Soon();

        string one = await SayAsync(application, "one");
        string two = await SayAsync(application, "two");

        Assert.AreEqual("one says: Static: of one\none says: Host: of one", one);
        Assert.AreEqual("two says: Static: of two\ntwo says: Host: of two", two);
    }

    // What depends on the package is private, as it would see a shared one. What does not is shared.
    [TestMethod]
    public async Task A_private_package_takes_with_it_what_depends_on_it()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "LoggingService").WithHttpEndpoint().WithPrivatePackages("Serilog");
        engine.AddAsset("two", "LoggingService").WithHttpEndpoint().WithPrivatePackages("Serilog.Extensions.Logging");
        engine.AddAsset("three", "LoggingService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        Assemblies one = await AssembliesAsync(application, "one");
        Assemblies two = await AssembliesAsync(application, "two");
        Assemblies three = await AssembliesAsync(application, "three");

        Assert.HasCount(2, new HashSet<int>([one.Serilog, two.Serilog, three.Serilog]));
        Assert.AreEqual(two.Serilog, three.Serilog);
        Assert.HasCount(3, new HashSet<int>([one.Extension, two.Extension, three.Extension]));
        Assert.HasCount(1, new HashSet<int>([one.Npgsql, two.Npgsql, three.Npgsql]));
        Assert.AreEqual(
            """
            note resource=one text='one' is loaded, and compiled, for this application alone, because it has packages for itself: 'Serilog', 'Serilog.Extensions.Logging'.
            note resource=two text='two' is loaded, and compiled, for this application alone, because it has packages for itself: 'Serilog.Extensions.Logging'.
            """,
            string.Join('\n', engine.Events("note").Where(note => !note.Contains("static state", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    // Which is why one may want the other.
    [TestMethod]
    public async Task What_services_put_into_statics_of_shared_packages_all_see()
    {
        await using TestEngine engine = new();
        engine.AddAsset("first", "LoggingService").WithHttpEndpoint();
        engine.AddAsset("last", "LoggingService").WithHttpEndpoint().WithExplicitStart();
        RunningApplication application = await engine.StartAsync().Soon();
        await application.StartUnitAsync("last").Soon();

        await application.GetAsync("first", "say?text=hello");

        StringAssert.Contains(application.ReadLog("first"), "\nlast says: Static: hello\n");
    }

    [TestMethod]
    [DataRow("Serilgo", "It uses: 'Serilog'.")]
    [DataRow("Serilog.Sinks.Console", "It uses: 'Serilog'.")]
    [DataRow("logging", "It uses: 'Serilog.Extensions.Logging'.")]
    [DataRow("Polly", "It uses: 'Npgsql', 'Serilog', 'Serilog.Extensions.Logging'.")]
    [DataRow("AssetLibrary", "It uses: 'Npgsql', 'Serilog', 'Serilog.Extensions.Logging'.")]
    [DataRow("System.Text.Json", "It is a part of the framework, of which a process has one: WithLane(\"real\") gives the service a process of its own.")]
    public async Task A_package_that_the_project_does_not_use_is_refused(string package, string hint)
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "LoggingService").WithHttpEndpoint().WithPrivatePackages("Npgsql", package);
        RunningApplication application = engine.Create();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual(
            $"TO1402: The application '{application.Id}' did not start:\n'service' is FailedToStart: TO1210: 'service' is to have the package '{package}' for itself, but it does not use it. {hint}",
            error.Message);
    }

    [TestMethod]
    public async Task A_project_without_packages_says_so()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "StatelessService").WithHttpEndpoint().WithPrivatePackages("Serilog");

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => engine.StartAsync()).Soon();

        StringAssert.EndsWith(error.Message, "TO1210: 'service' is to have the package 'Serilog' for itself, but it does not use it. It uses no packages.");
    }

    private static async Task<string> SayAsync(RunningApplication application, string service)
    {
        await application.GetAsync(service, $"say?text=of {service}");
        await application.GetAsync(service, $"say-through-host?text=of {service}");
        return string.Join('\n', application.ReadLog(service).Split('\n').Where(line => line.Contains(" says: ", StringComparison.Ordinal) && line.EndsWith($": of {service}", StringComparison.Ordinal)));
    }

    private static async Task<Assemblies> AssembliesAsync(RunningApplication application, string service) =>
        JsonSerializer.Deserialize<int[]>(await application.GetAsync(service, "assemblies")) is [int serilog, int extension, int npgsql]
            ? new(serilog, extension, npgsql)
            : throw new AssertFailedException($"'{service}' does not tell its assemblies.");

    private sealed record Assemblies(int Serilog, int Extension, int Npgsql);
}
