using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Tests.Directories;

[TestClass]
public sealed class StateRootTests
{
    private static readonly UnixFileMode s_private = Environment.IsPrivilegedProcess
        ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _name = $"testorchestrator-{UserIdentity.Id}";

    [TestMethod]
    public async Task It_and_what_is_in_it_belong_to_the_user_alone()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        RunningApplication application = engine.Create();

        string[] directories = [Surroundings.StateRoot, engine.Run.StateDirectory, application.StateDirectory];

        Assert.AreEqual(
            string.Join(' ', directories.Select(_ => s_private)),
            string.Join(' ', directories.Select(File.GetUnixFileMode)));
    }

    [TestMethod]
    public async Task One_that_is_there_and_open_to_others_is_closed()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory[_name], s_private | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        File.SetUnixFileMode(directory[_name], s_private | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

        string[] output = await StartAsync(directory);

        Assert.AreEqual("started", output[^1]);
        Assert.AreEqual(s_private, File.GetUnixFileMode(directory[_name]));
    }

    [TestMethod]
    public async Task One_that_is_a_link_is_refused_and_what_it_points_to_is_not_touched()
    {
        using TemporaryDirectory directory = new();
        using TemporaryDirectory elsewhere = new();
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(elsewhere.Path, Open);
        Directory.CreateSymbolicLink(directory[_name], elsewhere.Path);

        string[] output = await StartAsync(directory);

        Assert.AreEqual($"TO1502: '{directory[_name]}' belongs to somebody else, or is a link. Remove it, or set TESTORCHESTRATOR_STATE to another directory.", Error(output));
        Assert.AreEqual(Open, File.GetUnixFileMode(elsewhere.Path));
        Assert.IsEmpty(Directory.GetFileSystemEntries(elsewhere.Path));
    }

    [TestMethod]
    public async Task One_that_belongs_to_somebody_else_is_refused_even_by_root()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory[_name]);
        if (!UserIdentity.TryGive(directory[_name], 65534))
        {
            Assert.Inconclusive("Only root can give a directory away.");
        }

        string[] output = await StartAsync(directory);

        Assert.AreEqual($"TO1502: '{directory[_name]}' belongs to somebody else, or is a link. Remove it, or set TESTORCHESTRATOR_STATE to another directory.", Error(output));
        Assert.IsTrue(UserIdentity.IsOwner(directory[_name], 65534));
    }

    [TestMethod]
    public async Task One_that_cannot_be_made_is_told_with_the_reason()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["file"], "");

        string[] output = await StartAsync(directory["file"], directory["runs"]);

        Assert.AreEqual(
            $"TO1503: The state directory '{directory["file"]}/{_name}' cannot be made: Could not find a part of the path '{directory["file"]}/{_name}'. Set TESTORCHESTRATOR_STATE to a directory that can be written.",
            Error(output));
    }

    private static Task<string[]> StartAsync(TemporaryDirectory state) => StartAsync(state.Path, state["runs"]);

    private static async Task<string[]> StartAsync(string state, string runs)
    {
        await using RunningProgram owner = AssetPrograms.StartOwner(new Dictionary<string, string?> { ["TESTORCHESTRATOR_STATE"] = state }, "run", runs);
        await owner.WriteLineAsync("dispose");
        await owner.ExitedAsync().Soon();
        return [.. owner.Output];
    }

    // Unhandled exception. TestOrchestrator.Engine.Errors.EngineException: TO1502: …
    private static string Error(string[] output) =>
        output.First(line => line.StartsWith("Unhandled exception. ", StringComparison.Ordinal)).Split("EngineException: ")[1];
}
