namespace TestOrchestrator.Engine.Tests.Files;

[TestClass]
public sealed class ConfigurationFileTests
{
    [TestMethod]
    public async Task A_program_finds_its_file_with_the_values_of_the_application()
    {
        await using TestEngine engine = new();
        Fake other = engine.AddFake("other").WithHttp();
        TestUnit server = engine.AddScript("server", "cat \"$0\"; stat -c %a \"$0\"; stat -c %a \"$1\"");
        TestValue endpoint = other.Builder.GetEndpoint("http");
        server.WithConfigurationFile("conf.d/server.conf", TestValue.Of(context => $"other={endpoint.Resolve(context)}\npassword=s3cret-of-the-test\n", endpoint))
            .WithArgs(TestUnit.GetConfigurationFile("conf.d/server.conf"), TestUnit.GetConfigurationFile());

        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("server", UnitState.Completed).Soon();
        string directoryMode = Environment.IsPrivilegedProcess ? "711" : "700";
        Assert.AreEqual(
            $"other=http://{application.GetEndpoint("other").Address}\npassword=s3cret-of-the-test\n600\n{directoryMode}\n",
            await File.ReadAllTextAsync(application.LogFileOf("server")));
    }

    [TestMethod]
    public async Task A_file_is_as_it_should_be_at_each_start_whatever_its_program_has_made_of_it()
    {
        await using TestEngine engine = new();
        TestUnit server = engine.AddScript("server", "cat \"$0\"; echo changed > \"$0\"; chmod 444 \"$0\"; stat -c %a \"$0\"");
        server.WithConfigurationFile("server.conf", "as it should be\n").WithArgs(TestUnit.GetConfigurationFile("server.conf"));
        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("server", UnitState.Completed).Soon();

        await application.StartUnitAsync("server").Soon();
        await application.WaitForUnitAsync("server", UnitState.Completed).Soon();

        Assert.AreEqual("as it should be\n444\nas it should be\n444\n", await File.ReadAllTextAsync(application.LogFileOf("server")));
    }

    // Else a program could have the next start write where it has no right to.
    [TestMethod]
    public async Task A_link_in_the_place_of_a_file_is_replaced_and_not_followed()
    {
        await using TestEngine engine = new();
        string precious = Path.Combine(engine.Directory, "precious");
        await File.WriteAllTextAsync(precious, "precious");
        TestUnit server = engine.AddScript("server", $"ln -sf {precious} \"$0\"");
        server.WithConfigurationFile("server.conf", "text").WithArgs(TestUnit.GetConfigurationFile("server.conf"));
        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("server", UnitState.Completed).Soon();

        await application.StartUnitAsync("server").Soon();

        Assert.AreEqual("precious", await File.ReadAllTextAsync(precious));
    }

    [TestMethod]
    public async Task Files_of_one_program_are_not_those_of_another_and_go_with_the_application()
    {
        await using TestEngine engine = new();
        foreach (string name in new[] { "a", "b" })
        {
            TestUnit server = engine.AddScript(name, "cat \"$0\"; echo \"$0\"");
            server.WithConfigurationFile("server.conf", $"of {name}\n").WithArgs(TestUnit.GetConfigurationFile("server.conf"));
        }

        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("a", UnitState.Completed).Soon();
        await application.WaitForUnitAsync("b", UnitState.Completed).Soon();
        string[][] logs = [await File.ReadAllLinesAsync(application.LogFileOf("a")), await File.ReadAllLinesAsync(application.LogFileOf("b"))];
        await application.DisposeAsync();

        Assert.AreEqual("of a, of b", $"{logs[0][0]}, {logs[1][0]}");
        Assert.AreNotEqual(logs[0][1], logs[1][1]);
        Assert.IsFalse(File.Exists(logs[0][1]));
    }

    [TestMethod]
    [DataRow("../server.conf")]
    [DataRow("conf/../../server.conf")]
    [DataRow("conf\\..\\server.conf")]
    [DataRow("/etc/server.conf")]
    [DataRow("..")]
    [DataRow(".")]
    [DataRow("conf/")]
    [DataRow(" ")]
    public void A_path_that_is_none_below_the_directory_of_the_unit_is_refused(string path)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new UnitFile(path, "text"));

        Assert.AreEqual("path", refused.ParamName);
    }

    [TestMethod]
    public async Task A_directory_in_the_place_of_a_file_is_told()
    {
        await using TestEngine engine = new();
        TestUnit server = engine.AddScript("server", "rm \"$0\"; mkdir \"$0\"");
        server.WithConfigurationFile("server.conf", "text").WithArgs(TestUnit.GetConfigurationFile("server.conf"));
        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("server", UnitState.Completed).Soon();

        await Assert.ThrowsExactlyAsync<Errors.EngineException>(() => application.StartUnitAsync("server")).Soon();

        string path = Path.Combine(application.StateDirectory, "files", "server", "server.conf");
        StringAssert.StartsWith(application.Units["server"].Reason, $"TO1510: The file '{path}' of 'server' cannot be written: ");
    }
}
