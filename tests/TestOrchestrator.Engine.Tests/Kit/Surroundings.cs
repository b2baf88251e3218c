using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>
/// A cache and a state root of this test process's own, which the programs that it starts inherit: other runs on the machine, and their
/// janitors, have nothing to do with these.
/// </summary>
[TestClass]
public static class Surroundings
{
    private static TemporaryDirectory? s_directory;

    public static string StateRoot => System.IO.Path.Combine(Directory["state"], $"testorchestrator-{UserIdentity.Id}");

    private static TemporaryDirectory Directory => s_directory!;

    [AssemblyInitialize]
    public static void Separate(TestContext context)
    {
        s_directory = new();
        Environment.SetEnvironmentVariable("TESTORCHESTRATOR_STATE", Directory["state"]);
        Environment.SetEnvironmentVariable("TESTORCHESTRATOR_CACHE", Directory["cache"]);
    }

    [AssemblyCleanup]
    public static void Leave()
    {
        string[] left = System.IO.Directory.Exists(StateRoot) ? System.IO.Directory.GetFileSystemEntries(StateRoot) : [];
        Directory.Dispose();
        Assert.IsEmpty(left, $"Tests left state behind: {string.Join(", ", left)}");
    }
}
