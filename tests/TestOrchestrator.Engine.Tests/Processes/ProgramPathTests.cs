namespace TestOrchestrator.Engine.Tests.Processes;

[TestClass]
public sealed class ProgramPathTests : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void A_name_is_looked_for_in_path() => Assert.AreEqual("sh", Path.GetFileName(ProgramPath.InPath("sh")));

    [TestMethod]
    public void A_name_that_is_not_there_is_not_found() => Assert.IsNull(ProgramPath.InPath("no-such-program"));

    [TestMethod]
    [DataRow("bin/program", "bin/program")]
    [DataRow("./bin/program", "bin/program")]
    [DataRow("bin/../bin/program", "bin/program")]
    [DataRow("bin/text", null)]
    [DataRow("bin", null)]
    [DataRow("./bin", null)]
    [DataRow("bin/missing", null)]
    [DataRow("bin/dangling", null)]
    [DataRow("bin/link", "bin/link")]
    public void A_path_starts_at_the_working_directory_and_must_be_a_program(string command, string? expected)
    {
        Directory.CreateDirectory(_directory["bin"]);
        foreach ((string name, UnixFileMode mode) in new[] { ("program", Readable | UnixFileMode.UserExecute), ("text", Readable) })
        {
            File.WriteAllText(_directory[$"bin/{name}"], "");
            File.SetUnixFileMode(_directory[$"bin/{name}"], mode);
        }

        File.CreateSymbolicLink(_directory["bin/link"], "program");
        File.CreateSymbolicLink(_directory["bin/dangling"], "nothing");

        Assert.AreEqual(expected is null ? null : _directory[expected], ProgramPath.Resolve(command, _directory.Path));
    }

    [TestMethod]
    public void A_full_path_stays_one() => Assert.AreEqual("/bin/sh", ProgramPath.Resolve("/bin/sh", "/tmp"));
}
