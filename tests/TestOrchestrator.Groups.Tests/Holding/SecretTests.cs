namespace TestOrchestrator.Groups.Tests.Holding;

[TestClass]
public sealed class SecretTests
{
    private const string Secret = "[parameters.password]\nsecret = true\n[processes.web]\ncommand = \"/bin/sh\"\n";

    [TestMethod]
    [DataRow("args = [\"-c\", \"x {{parameters.password}}\"]", "group.toml:5:8 'x {{parameters.password}}': An argument of 'web'")]
    [DataRow("ready = { command = [\"true\", \"{{parameters.password}}\"] }", "'{{parameters.password}}': An argument of 'web'")]
    public async Task A_secret_in_an_argument_is_refused(string line, string message)
    {
        await using GroupFixture fixture = new();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() =>
            fixture.CreateAsync(Secret + line, ("password", "s3cret")));

        Assert.AreEqual("TO1824", error.Code);
        StringAssert.Contains(error.Message, message);
        Assert.IsFalse(error.Message.Contains("s3cret", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task A_secret_reaches_its_program_by_environment_and_template()
    {
        await using GroupFixture fixture = new();
        fixture.With("secret.conf", "file {{parameters.password}}");
        ProcessGroup group = await fixture.CreateAsync(
            Secret + """
            args = ["-c", "cat {{process.directory}}/secret.conf; echo \" environment $PASSWORD\"; exec sleep 600"]
            templates = ["secret.conf"]
            environment = { PASSWORD = "{{parameters.password}}" }
            ready = { log_line = "environment" }
            """,
            ("password", "s3cret"));

        GroupChange change = await group.StartAsync();

        Assert.IsNull(change.Failure);
        StringAssert.EndsWith((await File.ReadAllTextAsync(group.Report.Processes[0].Log)).TrimEnd(), "file s3cret environment s3cret");
        Assert.IsFalse(File.ReadAllText(Path.Combine(group.Directory, "group.json")).Contains("s3cret", StringComparison.Ordinal));
        await group.TerminateAsync();
    }
}
