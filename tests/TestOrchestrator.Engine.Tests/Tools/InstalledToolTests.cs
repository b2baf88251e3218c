namespace TestOrchestrator.Engine.Tests.Tools;

[TestClass]
public sealed class InstalledToolTests : IDisposable
{
    private readonly ToolMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [TestMethod]
    public async Task The_variable_comes_before_everything_else()
    {
        _machine.Install("bin", "tool", "companion");
        string named = _machine.Install("named", "tool", "companion");

        Assert.AreEqual($"installed {named}", await _machine.FindAsync(_machine.Definition, new() { ["TESTORCHESTRATOR_TOOLS"] = named }));
    }

    [TestMethod]
    public async Task A_variable_that_names_a_directory_without_the_programs_is_told()
    {
        _machine.Install("bin", "tool", "companion");
        string named = _machine.Install("named", "tool");

        Assert.AreEqual(
            $"TO1505: TESTORCHESTRATOR_TOOLS is '{named}', which does not have 'tool' and 'companion'.",
            await _machine.FindAsync(_machine.Definition, new() { ["TESTORCHESTRATOR_TOOLS"] = named }));
    }

    [TestMethod]
    public async Task Path_comes_before_the_usual_directories()
    {
        string inPath = _machine.Install("bin", "tool", "companion");
        _machine.Install("other", "tool", "companion");

        Assert.AreEqual($"installed {inPath}", await _machine.FindAsync(_machine.Definition));
    }

    [TestMethod]
    public async Task A_link_in_path_leads_to_where_the_companions_are()
    {
        string real = _machine.Install("real/1.0", "tool", "companion");
        File.CreateSymbolicLink(_machine["current"], _machine["real/1.0/tool"]);
        File.CreateSymbolicLink(_machine["bin/tool"], _machine["current"]);

        Assert.AreEqual($"installed {real}", await _machine.FindAsync(_machine.Definition));
    }

    [TestMethod]
    public async Task Of_the_usual_directories_the_greatest_version_that_has_everything_wins()
    {
        _machine.Install("bin", "tool");
        _machine.Install("usual/9.6/bin", "tool", "companion");
        _machine.Install("usual/17/bin", "tool");
        string greatest = _machine.Install("usual/16/bin", "tool", "companion");
        _machine.Install("usual/name/bin", "tool", "companion");
        _machine.Install("other", "tool", "companion");

        Assert.AreEqual($"installed {greatest}", await _machine.FindAsync(_machine.Definition));
    }

    [TestMethod]
    public async Task What_is_nowhere_and_cannot_be_fetched_is_told_with_what_was_tried_and_what_helps()
    {
        _machine.Install("other", "tool", "companion");
        File.SetUnixFileMode(_machine["other/tool"], UnixFileMode.UserRead);
        File.CreateSymbolicLink(_machine["bin/tool"], _machine["nowhere"]);

        Assert.AreEqual(
            """
            TO1504: 'tool' and 'companion' not found, and could not be fetched.
              npm: there is no 'npm' in PATH.
              apt: there is no 'apt-get' and 'dpkg-deb' in PATH (this is not Debian or Ubuntu).
            Install them: 'get tools'. Or set TESTORCHESTRATOR_TOOLS to the directory that has them.
            """,
            await _machine.FindAsync(_machine.Definition with
            {
                AptPackage = "tools",
                NpmPackages = _machine.Definition.NpmPackages.Add(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, new() { Id = "tools@1.0", Sha512 = "", Directory = "" }),
            }));
    }

    [TestMethod]
    public async Task What_nobody_publishes_for_this_machine_is_told_without_any_attempt() =>
        Assert.AreEqual(
            """
            TO1504: 'tool' and 'companion' not found, and could not be fetched.
            Install them: 'get tools'. Or set TESTORCHESTRATOR_TOOLS to the directory that has them.
            """,
            await _machine.FindAsync(_machine.Definition with { NpmPackages = _machine.Definition.NpmPackages.Add("plan9-mips", new() { Id = "tools@1.0", Sha512 = "", Directory = "" }) }));
}
