using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Privileges;

namespace TestOrchestrator.Engine.Tests.Privileges;

[TestClass]
public sealed class PrivilegeDropTests
{
    private const uint Nobody = 65534;

    [TestMethod]
    public async Task A_program_that_refuses_root_does_not_run_as_root()
    {
        await using TestEngine engine = new();
        ChildProcess process = await engine.Run.StartProcessAsync(new()
        {
            Program = "/bin/sh",
            Arguments = ["-c", "id -u"],
            WorkingDirectory = "/",
            OutputFile = Path.Combine(engine.Directory, "id.log"),
            RefusesRoot = true,
        });

        await process.Exited.Soon();

        string id = (await File.ReadAllTextAsync(Path.Combine(engine.Directory, "id.log"))).Trim();
        Assert.AreEqual(Environment.IsPrivilegedProcess ? $"{Nobody}" : $"{UserIdentity.Id}", id);
    }

    [TestMethod]
    public async Task An_ordinary_user_runs_everything_as_what_he_is()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("Root is no ordinary user.");
        }

        UnprivilegedUser user = await PrivilegeDrop.FindAsync(_ => throw new InvalidOperationException("Nothing is to be tried."), "/");

        Assert.AreEqual("", string.Join(' ', user.Wrapper));
        Assert.IsNull(user.FileOwner);
    }

    [TestMethod]
    public async Task Root_uses_a_user_namespace_if_the_kernel_lets_it()
    {
        AssertIsRoot();
        List<ProcessStart> tried = [];

        UnprivilegedUser user = await PrivilegeDrop.FindAsync(
            start =>
            {
                tried.Add(start);
                return Task.FromResult(true);
            },
            "/logs");

        Assert.AreEqual($"{ProgramPath.InPath("unshare")} --user --map-user=65534 --map-group=65534", string.Join(' ', user.Wrapper));
        Assert.IsNull(user.FileOwner);
        Assert.AreEqual(
            $"{string.Join(' ', user.Wrapper)} {ProgramPath.InPath("true")} > /logs/unshare.log",
            string.Join('\n', tried.Select(t => $"{t.Program} {string.Join(' ', t.Arguments)} > {t.OutputFile}")));
    }

    [TestMethod]
    public async Task Else_it_becomes_another_user_who_is_given_the_files()
    {
        AssertIsRoot();
        using TemporaryDirectory directory = new();
        directory.With("data", ("file", "text"));

        UnprivilegedUser user = await PrivilegeDrop.FindAsync(_ => Task.FromResult(false), "/logs");
        user.TakeOverTree(directory["data"]);

        Assert.AreEqual($"{ProgramPath.InPath("setpriv")} --reuid=65534 --regid=65534 --clear-groups", string.Join(' ', user.Wrapper));
        Assert.IsTrue(UserIdentity.IsOwner(directory["data"], Nobody));
        Assert.IsTrue(UserIdentity.IsOwner(directory["data/file"], Nobody));
    }

    [TestMethod]
    public void What_cannot_be_given_to_somebody_is_told()
    {
        UnprivilegedUser user = new() { FileOwner = Nobody };

        UnauthorizedAccessException error = Assert.ThrowsExactly<UnauthorizedAccessException>(() => user.TakeOver("/nowhere/file"));

        Assert.AreEqual("'/nowhere/file' could not be given to user 65534.", error.Message);
    }

    [TestMethod]
    public void Who_needs_nobody_elses_rights_leaves_files_alone()
    {
        using TemporaryDirectory directory = new();

        new UnprivilegedUser().TakeOverTree(directory.Path);

        Assert.IsTrue(UserIdentity.IsOwner(directory.Path, UserIdentity.Id));
    }

    private static void AssertIsRoot()
    {
        if (!Environment.IsPrivilegedProcess || ProgramPath.InPath("unshare") is null || ProgramPath.InPath("setpriv") is null)
        {
            Assert.Inconclusive("Only root has privileges to give up, with util-linux.");
        }
    }
}
