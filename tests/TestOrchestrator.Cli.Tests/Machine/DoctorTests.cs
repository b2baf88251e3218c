namespace TestOrchestrator.Cli.Tests.Machine;

[TestClass]
public sealed class DoctorTests
{
    [TestMethod]
    public async Task It_tells_what_is_there()
    {
        await using Orch orch = new();
        string postgres = FakeTool(orch, "postgres", "initdb");
        string redis = FakeTool(orch, "redis-server");
        orch.Environment["TESTORCHESTRATOR_POSTGRES"] = postgres;
        orch.Environment["TESTORCHESTRATOR_REDIS"] = redis;

        JsonElement findings = await orch.JsonAsync("doctor");

        Assert.AreEqual($"Good installed: {postgres}", Of(findings, "postgres"));
        Assert.AreEqual($"Good installed: {redis}", Of(findings, "redis"));
        StringAssert.StartsWith(Of(findings, "system"), "Good ");
    }

    [TestMethod]
    public async Task It_tells_what_is_missing_and_which_command_helps()
    {
        await using Orch orch = new();
        orch.Environment["TESTORCHESTRATOR_REDIS"] = "/nowhere";

        OrchResult result = await orch.RunAsync("doctor", "--json");

        JsonElement redis = JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Single(f => f.GetProperty("name").GetString() == "redis");
        Assert.AreEqual(4, result.ExitCode);
        Assert.AreEqual("Missing", redis.GetProperty("state").GetString());
        Assert.AreEqual("Correct or remove TESTORCHESTRATOR_REDIS.", redis.GetProperty("help").GetString());
    }

    [TestMethod]
    public async Task A_machine_without_servers_and_without_clients_that_fetch_is_told_how_to_install_them()
    {
        await using Orch orch = new();
        string path = orch.Write("bin", "nothing", "");
        orch.Environment["PATH"] = path;

        OrchResult result = await orch.RunAsync("doctor", "--json");

        JsonElement redis = JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Single(f => f.GetProperty("name").GetString() == "redis");
        if (redis.GetProperty("seen").GetString()!.StartsWith("installed", StringComparison.Ordinal))
        {
            Assert.Inconclusive("Redis is installed on this machine where everybody looks for it.");
        }

        Assert.AreEqual(4, result.ExitCode);
        StringAssert.Contains(redis.GetProperty("help").GetString(), "apt-get install redis-server");
    }

    [TestMethod]
    [DataRow("docker")]
    [DataRow("podman")]
    public async Task A_container_engine_is_for_the_lane_of_Aspire(string program)
    {
        await using Orch orch = new();
        string directory = FakeTool(orch, program);
        orch.Environment["PATH"] = directory;

        JsonElement findings = await FindAsync(orch);

        Assert.AreEqual($"Good {directory}/{program}, for containers", Of(findings, "container engine"));
    }

    [TestMethod]
    public async Task Without_a_container_engine_the_lane_of_Aspire_lacks_containers()
    {
        await using Orch orch = new();
        orch.Environment["PATH"] = orch.Write("bin", "nothing", "");

        JsonElement findings = await FindAsync(orch);

        Assert.AreEqual("Good none; the lanes 'fast' and 'real' need one for images other than Postgres, Redis and Valkey", Of(findings, "container engine"));
    }

    [TestMethod]
    public async Task Completions_know_commands_and_groups()
    {
        await using Orch orch = new();
        string source = orch.Write("shop", "group.toml", "[processes.one]\ncommand = \"sleep\"\nargs = [\"600\"]\n");
        string id = (await orch.RunAsync("group", "create", source)).Output.Trim();

        OrchResult script = await orch.RunAsync("completions", "bash");
        OrchResult commands = await orch.RunAsync("[suggest:11]", "orch group ");
        OrchResult groups = await orch.RunAsync("[suggest:17]", "orch group start ");

        StringAssert.Contains(script.Output, "complete -F _orch orch");
        StringAssert.Contains(commands.Output, "terminate");
        StringAssert.Contains(groups.Output, id);
    }

    [TestMethod]
    public async Task Clean_removes_what_a_dead_run_left()
    {
        await using Orch orch = new();
        string source = orch.Write("shop", "group.toml", "[processes.one]\ncommand = \"sleep\"\nargs = [\"600\"]\n");
        string id = (await orch.RunAsync("group", "create", source)).Output.Trim();
        await orch.RunAsync("group", "start", id);
        int keeper = (await orch.JsonAsync("group", "status", id)).GetProperty("holder").GetInt32();
        int nursery = int.Parse(orch.Processes.Single(p => p.Contains("nursery.dll", StringComparison.Ordinal)).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        // Stopped first: it would notice the end of its nursery and clean up itself.
        Orch.Send(keeper, 19);
        Orch.Send(nursery, 9);
        Orch.Send(keeper, 9);
        await Eventually.IsTrueAsync(() => !MarkedProcesses.IsAlive(keeper) && !MarkedProcesses.IsAlive(nursery));

        OrchResult clean = await orch.RunAsync("clean", "--groups");
        OrchResult again = await orch.RunAsync("clean", "--groups");

        StringAssert.Contains(clean.Output, "dead run: ");
        StringAssert.Contains(clean.Output, $"group: {Path.Combine(orch.Groups, id)}");
        Assert.AreEqual("Nothing was left behind.\n", again.Output);
        Assert.IsEmpty(orch.Processes);
    }

    // Other findings may be bad on this machine.
    private static async Task<JsonElement> FindAsync(Orch orch) => JsonDocument.Parse((await orch.RunAsync("doctor", "--json")).Output).RootElement;

    private static string Of(JsonElement findings, string name)
    {
        JsonElement finding = findings.EnumerateArray().Single(f => f.GetProperty("name").GetString() == name);
        return $"{finding.GetProperty("state").GetString()} {finding.GetProperty("seen").GetString()}";
    }

    private static string FakeTool(Orch orch, params string[] programs)
    {
        string directory = "";
        foreach (string program in programs)
        {
            directory = orch.Write($"tool-{programs[0]}", program, "#!/bin/sh\n");
            File.SetUnixFileMode(Path.Combine(directory, program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return directory;
    }
}
