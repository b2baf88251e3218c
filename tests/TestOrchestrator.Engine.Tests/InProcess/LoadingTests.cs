using System.Text.Json;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class LoadingTests
{
    [TestMethod]
    public async Task Instances_of_a_program_with_static_state_have_their_own()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "MinimalService").WithHttpEndpoint();
        engine.AddAsset("two", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        string[] counts = [await application.GetAsync("one", "count"), await application.GetAsync("one", "count"), await application.GetAsync("two", "count")];
        Assemblies one = await AssembliesAsync(application, "one");
        Assemblies two = await AssembliesAsync(application, "two");

        Assert.AreEqual("1, 2, 1", string.Join(", ", counts));
        Assert.AreNotEqual(one.Program, two.Program);
        Assert.AreNotEqual(one.Library, two.Library);
        Assert.AreEqual(one.Package, two.Package);
        Assert.AreEqual(
            """
            note resource=one text='one' is loaded, and compiled, for this application alone, because it has static state: 'AssetLibrary.Counter.s_count'.
            note resource=two text='two' is loaded, and compiled, for this application alone, because it has static state: 'AssetLibrary.Counter.s_count'.
            """,
            string.Join('\n', engine.Events("note").Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public async Task A_program_without_static_state_is_loaded_once()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "StatelessService").WithHttpEndpoint();
        engine.AddAsset("two", "StatelessService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        string[] counts = [await application.GetAsync("one", "count"), await application.GetAsync("one", "count"), await application.GetAsync("two", "count")];

        Assert.AreEqual("1, 2, 1", string.Join(", ", counts));
        Assert.AreEqual(await application.GetAsync("one", "assembly"), await application.GetAsync("two", "assembly"));
        Assert.AreEqual("""{"value":5}""", await application.GetAsync("two", "length-of?name=five"));
        Assert.IsEmpty(engine.Events("note"));
    }

    [TestMethod]
    public async Task Code_that_is_generated_for_grpc_and_openapi_is_no_static_state()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "GrpcService").WithHttpEndpoint();
        engine.AddAsset("two", "GrpcService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("CgRFbW1hEAE=", await application.GetAsync("two", "book"));
        Assert.AreEqual(await application.GetAsync("one", "assembly"), await application.GetAsync("two", "assembly"));
        Assert.IsEmpty(engine.Events("note"));
    }

    [TestMethod]
    public async Task What_is_started_again_starts_with_new_statics()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();
        await application.GetAsync("service", "count");
        Uri before = application.GetEndpoint("service").Url;

        await application.RestartUnitAsync("service").Soon();

        Assert.AreEqual("1", await application.GetAsync("service", "count"));
        Assert.AreEqual(before, application.GetEndpoint("service").Url);
    }

    [TestMethod]
    public async Task Different_programs_share_the_packages_that_are_the_same()
    {
        await using TestEngine engine = new();
        engine.AddAsset("minimal", "MinimalService").WithHttpEndpoint();
        engine.AddAsset("mvc", "MvcService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        Assemblies minimal = await AssembliesAsync(application, "minimal");
        int[] mvc = JsonSerializer.Deserialize<int[]>(await application.GetAsync("mvc", "settings/assemblies"))!;

        Assert.AreEqual(minimal.Package, mvc[0]);
        Assert.AreNotEqual(minimal.Library, mvc[1]);
    }

    [TestMethod]
    [DataRow("program")]
    [DataRow("package")]
    public async Task Nothing_of_the_test_process_is_visible(string from)
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        string found = await application.GetAsync("service", $"load?from={from}&name=MSTest.TestFramework");

        Assert.AreEqual("FileNotFoundException", found);
    }

    private static async Task<Assemblies> AssembliesAsync(RunningApplication application, string service) =>
        JsonSerializer.Deserialize<Assemblies>(await application.GetAsync(service, "assemblies"), JsonSerializerOptions.Web)!;

    private sealed record Assemblies(int Package, int Library, int Program);
}
