using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Description;
using TestOrchestrator.Groups.Modelling;

namespace TestOrchestrator.Groups.Tests.Modelling;

[TestClass]
public sealed class GroupModelTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void Everything_that_a_process_says_is_in_its_unit()
    {
        GroupDefinition group = Build("""
            [parameters.account]

            [processes.db]
            command = "db"

            [processes.web]
            command = "{{parameters.account}}-server"
            working_directory = "/"
            user = "{{parameters.account}}"
            depends_on = { db = "completed" }
            restart = "always"
            stop_signal = "SIGQUIT"

            [processes.web.ports]
            site = { port = 8080 }
            dns = { port = 5353, fixed = true, scheme = "udp" }

            [processes.web.ready]
            http = "/health"
            http_port = "site"
            http_status = 204
            log_line = "^Ready"
            timeout = "10s"

            [processes.web.log]
            timestamps = false
            """);

        UnitDefinition web = group.Get("web");
        Assert.AreEqual(("Executable", true, 1), (web.Kind, web.IsProgram, web.Replicas));
        Assert.AreEqual(new ProcessProvider { Command = "www-server", WorkingDirectory = "/" }, web.Provider);
        Assert.AreEqual(new EndpointDefinition { Name = "site", Scheme = "http", Port = 8080 }, web.Endpoints[0]);
        Assert.AreEqual(new EndpointDefinition { Name = "dns", Scheme = "udp", FixedPort = 5353 }, web.Endpoints[1]);
        Assert.AreEqual(("db", WaitCondition.Completed, null), (web.DependsOn.Single().Unit, web.DependsOn[0].Condition, web.DependsOn[0].ExitCode));
        Assert.AreEqual(new HttpCheckDefinition { Path = "/health", StatusCode = 204, Endpoint = "site" }, web.HttpChecks.Single());
        Assert.AreEqual(("^Ready", TimeSpan.FromSeconds(10), "www"), (web.ReadyLogLines.Single().ToString(), web.StartLimit, web.User));
        Assert.AreEqual((RestartPolicy.Always, StopSignal.Quit, false), (web.Restart?.Policy, web.Stop.Signal, web.Log?.Timestamps));
    }

    [TestMethod]
    public void A_process_that_says_nothing_starts_in_its_own_directory_which_is_there()
    {
        UnitDefinition unit = Build("[processes.web]\ncommand = \"nginx\"").Get("web");

        Assert.AreEqual(new ProcessProvider { Command = "nginx", WorkingDirectory = _directory["processes/web"] }, unit.Provider);
        Assert.IsTrue(Directory.Exists(_directory["processes/web"]));
        Assert.AreEqual(new StopDefinition(), unit.Stop);
        Assert.IsTrue(unit is { Restart: null, User: null, StartLimit: null });
        Assert.IsTrue(unit is { Endpoints: [], DependsOn: [], HttpChecks: [], ReadyLogLines: [] });
    }

    [TestMethod]
    public void Every_process_is_started_again_when_a_port_of_any_process_moves()
    {
        GroupDefinition group = Build("""
            [processes.web]
            command = "web"
            ports = ["http"]

            [processes.worker]
            command = "worker"

            [processes.db]
            command = "db"
            ports = ["tcp"]
            """);

        foreach (UnitDefinition unit in group.Units)
        {
            Assert.AreEqual("web db", string.Join(' ', unit.References));
        }
    }

    [TestMethod]
    public void Processes_that_wait_for_each_other_are_a_mistake()
    {
        DefinitionException error = Assert.ThrowsExactly<DefinitionException>(() => Build("""
            [processes.a]
            command = "a"
            depends_on = { b = "ready" }

            [processes.b]
            command = "b"
            depends_on = { a = "ready" }
            """));

        Assert.AreEqual("TO1107", error.Problems.Single().Code);
    }

    [TestMethod]
    [DataRow("command = \"{{parameters.password}}\"", "'parameters' has no 'password'")]
    [DataRow("command = \"x\"\nuser = \"{{ports.http}}\"\nports = [\"http\"]", "the top level has no 'ports'")]
    public void What_is_needed_before_there_are_ports_sees_neither_ports_nor_secrets(string process, string message)
    {
        string file = $"[parameters.password]\nsecret = true\n[processes.web]\n{process}";

        EngineException error = Assert.ThrowsExactly<EngineException>(() => Build(file));

        Assert.AreEqual("TO1812", error.Code);
        StringAssert.Contains(error.Message, message);
    }

    private GroupDefinition Build(string file)
    {
        GroupDescription group = GroupFileReader.Parse(System.Text.Encoding.UTF8.GetBytes(file), _directory.Path);
        Dictionary<string, string> parameters = group.Parameters.ToDictionary(p => p.Name, p => p.Name == "account" ? "www" : "s3cret");
        return GroupModel.Build(group, new() { Id = "shop-1", Name = "shop", Directory = _directory.Path, Parameters = parameters });
    }
}
