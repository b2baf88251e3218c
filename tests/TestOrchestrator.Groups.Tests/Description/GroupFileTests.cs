using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Tests.Description;

[TestClass]
public sealed class GroupFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void Everything_that_a_process_can_say_is_read()
    {
        File.WriteAllText(_directory["web.conf"], "");
        GroupDescription group = Read("""
            name = "shop"

            [parameters.title]
            default = "Hello"

            [parameters.password]
            secret = true
            generate = true

            [processes.db]
            command = "db"

            [processes.web]
            command = "nginx"
            args = ["-c", "{{process.directory}}/web.conf"]
            environment = { TITLE = "{{parameters.title}}" }
            working_directory = "/"
            user = "www-data"
            templates = ["web.conf"]
            depends_on = { db = "completed" }
            restart = "always"
            restart_delay = "500ms"
            restart_max_delay = "2m"
            stop_signal = "SIGQUIT"
            stop_grace = "5s"

            [processes.web.ports]
            http = { port = 8080 }
            dns = { port = 5353, fixed = true, scheme = "udp" }

            [processes.web.ready]
            http = "/health"
            http_status = 204
            log_line = "^Ready"
            file = "ready"
            command = ["true"]
            timeout = "10s"

            [processes.web.log]
            timestamps = false
            max_size = "1MiB"
            max_files = 3
            """);

        ProcessDescription web = group.Processes[1];
        Assert.AreEqual(("shop", "title=Hello password="), (group.Name, string.Join(' ', group.Parameters.Select(p => $"{p.Name}={p.Default}"))));
        Assert.IsTrue(group.Parameters[1] is { Secret: true, Generate: true });
        Assert.AreEqual("nginx -c {{process.directory}}/web.conf", $"{web.Command} {string.Join(' ', web.Args.Select(a => a.Text))}");
        Assert.AreEqual(("/", "www-data", "web.conf"), (web.WorkingDirectory, web.User, web.Templates.Single()));
        Assert.AreEqual("http 8080 False http, dns 5353 True udp", string.Join(", ", web.Ports.Select(p => $"{p.Name} {p.Port} {p.Fixed} {p.Scheme}")));
        Assert.AreEqual(new DependencyDefinition { Unit = "db", Condition = WaitCondition.Completed, ExitCode = null }, web.DependsOn.Single());
        Assert.AreEqual(new RestartDefinition { Policy = RestartPolicy.Always, Delay = TimeSpan.FromMilliseconds(500), MaxDelay = TimeSpan.FromMinutes(2) }, web.Restart);
        Assert.AreEqual(new StopDefinition { Signal = StopSignal.Quit, Grace = TimeSpan.FromSeconds(5) }, web.Stop);
        Assert.AreEqual(("/health", "http", 204, "^Ready", "ready", "true", TimeSpan.FromSeconds(10)), (web.Ready.Http, web.Ready.HttpPort, web.Ready.HttpStatus, web.Ready.LogLine?.ToString(), web.Ready.File?.Text, web.Ready.Command.Single().Text, web.Ready.Timeout));
        Assert.AreEqual((false, 1024L * 1024, 3), (web.Log.Timestamps, web.Log.MaxBytes, web.Log.MaxFiles));
    }

    [TestMethod]
    public void What_is_not_said_has_its_usual_meaning()
    {
        GroupDescription group = Read("""
            [processes.web]
            command = "nginx"
            ports = ["http", "admin"]
            """);

        ProcessDescription web = group.Processes.Single();
        Assert.AreEqual(Path.GetFileName(_directory.Path), group.Name);
        Assert.AreEqual("http  http, admin  tcp", string.Join(", ", web.Ports.Select(p => $"{p.Name} {p.Port} {p.Scheme}")));
        Assert.IsTrue(web is { WorkingDirectory: null, User: null, Restart: null, Stop: null, Log.Timestamps: true, Log.MaxBytes: null, Ready.Http: null });
    }

    [TestMethod]
    [DataRow("", "group.toml:1:1: A group has at least one process: [processes.NAME] with 'command'.")]
    [DataRow("[processes.web]\n", "group.toml:1:1: 'processes.web.command' is missing.")]
    [DataRow("[processes.\"9\"]\ncommand = \"x\"", "group.toml:1:12: '9' cannot be a name: it starts with '9', not with a letter")]
    [DataRow("[processes.web]\ncommand = \"x\"\nrestart = \"on_failur\"", "group.toml:3:11: 'restart' is 'on_failur'. Did you mean 'on_failure'?")]
    [DataRow("[processes.web]\ncommand = \"x\"\nrestart = \"always\"\nrestart_delay = \"0s\"", "group.toml:4:17: 'restart_delay' must be longer than nothing")]
    [DataRow("[processes.web]\ncommand = \"x\"\nstop_signal = \"TERM\"", "group.toml:3:15: 'stop_signal' is 'TERM'.")]
    [DataRow("[processes.web]\ncommand = \"x\"\ndepends_on = { wep = \"ready\" }", "group.toml:3:16: 'web' depends on 'wep', and there is no such process. Did you mean 'web'?")]
    [DataRow("[processes.web]\ncommand = \"x\"\ntemplates = [\"a.conf\"]", "group.toml:3:13: The template 'a.conf' is not there")]
    [DataRow("[processes.web]\ncommand = \"x\"\ntemplates = [\"../a\"]", "group.toml:3:13: The template '../a' is not below the directory of the group file.")]
    [DataRow("[processes.web]\ncommand = \"x\"\nports = { http = { fixed = true } }", "group.toml:3:28: 'http' is fixed and has no 'port'.")]
    [DataRow("[processes.web]\ncommand = \"x\"\n[processes.web.ready]\nlog_line = \"(\"", "group.toml:4:12: 'log_line' is not a regular expression")]
    [DataRow("[processes.web]\ncommand = \"x\"\nready = { http = \"/\" }", "There is no port to ask.")]
    [DataRow("[processes.web]\ncommand = \"x\"\nports = [\"web\"]\nready = { http = \"/\", http_port = \"wep\" }", "'wep' is not one of its ports. Did you mean 'web'?")]
    [DataRow("[processes.web]\ncommand = \"x\"\nlog = { max_size = \"1KiB\" }", "group.toml:3:20: 'max_size' is 1024 bytes. It is at least 4KiB.")]
    [DataRow("[parameters.a]\ndefault = \"x\"\ngenerate = true\n[processes.web]\ncommand = \"x\"", "group.toml:3:12: 'a' has a default and is generated.")]
    public void A_mistake_is_told_with_its_place_and_what_would_be_right(string file, string message)
    {
        EngineException error = Assert.ThrowsExactly<EngineException>(() => Read(file));

        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void A_directory_without_a_group_file_is_told()
    {
        EngineException error = Assert.ThrowsExactly<EngineException>(() => GroupFileReader.Read(_directory.Path));

        Assert.AreEqual("TO1821", error.Code);
    }

    private GroupDescription Read(string file)
    {
        File.WriteAllText(_directory["group.toml"], file);
        return GroupFileReader.Read(_directory.Path);
    }
}
