using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Cli.Tests.Groups;

[TestClass]
public sealed class GroupCommandTests
{
    private static readonly string s_shop = $$$"""
        [parameters.greeting]
        default = "Hello"

        [parameters.password]
        secret = true
        generate = true

        [processes.web]
        command = "{{{Orch.Listener}}}"
        args = ["{{endpoints.http}}", "{{process.directory}}/page.txt"]
        templates = ["page.txt"]
        ports = ["http"]
        ready = { http = "/" }

        [processes.client]
        command = "/bin/sh"
        args = ["-c", "echo $GREETING {{processes.web.endpoints.http}}; exec sleep 600"]
        environment = { GREETING = "{{parameters.greeting}}", PASSWORD = "{{parameters.password}}" }
        depends_on = { web = "ready" }
        """;

    [TestMethod]
    public async Task A_group_goes_through_its_life_in_commands_of_their_own()
    {
        await using Orch orch = new();
        string source = NewShop(orch);

        OrchResult created = await orch.RunAsync("group", "create", source);
        string id = created.Output.Trim();
        JsonElement before = await orch.JsonAsync("group", "status", id);
        OrchResult started = await orch.RunAsync("group", "start", id);
        JsonElement running = await orch.JsonAsync("group", "status", id);
        string endpoint = Endpoint(running);
        string page = await GetAsync(endpoint);
        OrchResult stopped = await orch.RunAsync("group", "stop", id);
        JsonElement down = await orch.JsonAsync("group", "status", id);
        OrchResult again = await orch.RunAsync("group", "start", id);
        string samePage = await GetAsync(endpoint);
        OrchResult terminated = await orch.RunAsync("group", "terminate", id);

        Assert.AreEqual("0 0 0 0 0", string.Join(' ', new[] { created, started, stopped, again, terminated }.Select(r => r.ExitCode)));
        Assert.AreEqual("HasNeverRun HasNeverRun", Statuses(before));
        Assert.AreEqual($"{id}\n  client: started\n  web: started\n", started.Output);
        Assert.AreEqual("Run Run", Statuses(running));
        Assert.AreEqual($"Hello {id}", page);
        Assert.AreEqual($"{id}\n  client: stopped\n  web: stopped\n", stopped.Output);
        Assert.AreEqual("Down Down", Statuses(down));
        Assert.AreEqual(page, samePage);
        Assert.IsEmpty(Directory.GetDirectories(orch.Groups));
        Assert.IsEmpty(orch.Processes);
    }

    [TestMethod]
    public async Task Every_command_can_be_given_again()
    {
        await using Orch orch = new();
        string id = (await orch.RunAsync("group", "create", NewShop(orch))).Output.Trim();

        OrchResult stop = await orch.RunAsync("group", "stop", id);
        await orch.RunAsync("group", "start", id);
        OrchResult start = await orch.RunAsync("group", "start", id);
        await orch.RunAsync("group", "terminate", id);
        OrchResult terminate = await orch.RunAsync("group", "terminate", id);

        Assert.AreEqual((0, $"{id}\n  client: was not running\n  web: was not running\n"), (stop.ExitCode, stop.Output));
        Assert.AreEqual((0, $"{id}\n  client: already running\n  web: already running\n"), (start.ExitCode, start.Output));
        Assert.AreEqual(3, terminate.ExitCode);
        StringAssert.StartsWith(terminate.Errors, $"TO1825: There is no group '{id}'");
    }

    [TestMethod]
    public async Task Commands_at_the_same_time_agree()
    {
        await using Orch orch = new();
        string id = (await orch.RunAsync("group", "create", NewShop(orch))).Output.Trim();

        OrchResult[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => orch.RunAsync("group", "start", id)));

        Assert.AreEqual("0 0 0 0 0 0", string.Join(' ', results.Select(r => r.ExitCode)));
        Assert.AreEqual("Run Run", Statuses(await orch.JsonAsync("group", "status", id)));
        Assert.AreEqual(1, results.Count(r => r.Output.Contains("web: started", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task When_its_keeper_is_killed_the_processes_end_and_the_group_can_be_started_again_where_it_was()
    {
        await using Orch orch = new();
        string id = (await orch.RunAsync("group", "create", NewShop(orch), "--start", "--json")).Output is { } json ? JsonDocument.Parse(json).RootElement[0].GetProperty("id").GetString()! : "";
        JsonElement running = await orch.JsonAsync("group", "status", id);

        Orch.Send(running.GetProperty("holder").GetInt32(), 9);
        await Eventually.IsTrueAsync(() => orch.Processes.Count == 0);
        OrchResult status = await orch.RunAsync("group", "status", id);
        OrchResult again = await orch.RunAsync("group", "start", id);

        Assert.AreEqual(1, status.ExitCode);
        StringAssert.Contains(status.Output, "Unknown");
        Assert.AreEqual(0, again.ExitCode);
        Assert.AreEqual($"Hello {id}", await GetAsync(Endpoint(running)));
    }

    [TestMethod]
    public async Task A_process_that_fails_is_told_with_its_last_lines_and_an_exit_code()
    {
        await using Orch orch = new();
        string source = orch.Write("broken", "group.toml", """
            [processes.job]
            command = "/bin/sh"
            args = ["-c", "echo The disk is on fire.; exit 7"]
            ready = { log_line = "All is well" }
            """);

        OrchResult result = await orch.RunAsync("group", "create", source, "--start");
        OrchResult status = await orch.RunAsync("group", "status", "broken");

        Assert.AreEqual((1, 1), (result.ExitCode, status.ExitCode));
        StringAssert.Contains(result.Errors, "The disk is on fire.");
        StringAssert.Contains(status.Output, "Exited (exit code 7)");
        StringAssert.Contains(status.Output, "The disk is on fire.");
    }

    [TestMethod]
    public async Task What_is_wrong_with_a_group_file_is_told_and_nothing_is_left()
    {
        await using Orch orch = new();
        string syntax = orch.Write("syntax", "group.toml", "[processes.web]\ncomand = \"sleep\"\nports = 3\n");
        string template = orch.Write("template", "group.toml", "[processes.web]\ncommand = \"sleep\"\nargs = [\"{{ports.http}}\"]\n");

        OrchResult first = await orch.RunAsync("group", "create", syntax);
        OrchResult second = await orch.RunAsync("group", "create", template, "--json");

        Assert.AreEqual((1, 1), (first.ExitCode, second.ExitCode));
        StringAssert.Contains(first.Errors, "group.toml:2:1: unknown key 'comand'; did you mean 'command'?");
        StringAssert.Contains(first.Errors, "group.toml:3:9: 'processes.web.ports' is 3.");
        string message = JsonDocument.Parse(second.Output).RootElement.GetProperty("error").GetProperty("message").GetString()!;
        StringAssert.Contains(message, "group.toml:3:8");
        StringAssert.Contains(message, "'ports.http' is not known");
        Assert.IsFalse(Directory.Exists(orch.Groups) && Directory.EnumerateDirectories(orch.Groups).Any());
    }

    [TestMethod]
    public async Task A_secret_is_in_no_argument_and_no_file_but_its_own()
    {
        await using Orch orch = new();
        string source = NewShop(orch);
        orch.Environment["Parameters__password"] = "s3cret-of-the-test";
        string id = JsonDocument.Parse((await orch.RunAsync("group", "create", source, "--start", "--json")).Output).RootElement[0].GetProperty("id").GetString()!;

        string directory = Path.Combine(orch.Groups, id);
        string[] files = [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock" && File.ReadAllText(f).Contains("s3cret-of-the-test", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(directory, f))];
        string[] arguments = [.. orch.Processes.Where(p => p.Contains("s3cret", StringComparison.Ordinal))];

        Assert.AreEqual("secrets.json", string.Join(' ', files));
        Assert.IsEmpty(arguments);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory, "secrets.json")));
        orch.Write("shop", "group.toml", s_shop.Replace("echo $GREETING", "echo {{parameters.password}}", StringComparison.Ordinal));
        OrchResult refused = await orch.RunAsync("group", "create", source);
        OrchResult seen = await orch.RunAsync("group", "create", source, "--parameter", "password=x");
        StringAssert.Contains(refused.Errors, "An argument of 'client' holds the secret parameter 'password'");
        StringAssert.StartsWith(seen.Errors, "TO1835: The parameter 'password'");
    }

    [TestMethod]
    public async Task Logs_are_merged_in_the_order_in_which_they_were_written()
    {
        await using Orch orch = new();
        string source = orch.Write("talk", "group.toml", """
            [processes.first]
            command = "/bin/sh"
            args = ["-c", "echo one"]

            [processes.second]
            command = "/bin/sh"
            args = ["-c", "echo two"]
            depends_on = { first = "completed_successfully" }

            [processes.third]
            command = "/bin/sh"
            args = ["-c", "echo three"]
            depends_on = { second = "completed" }
            """);
        await orch.RunAsync("group", "create", source, "--start");

        OrchResult all = await orch.RunAsync("group", "logs", "talk");
        OrchResult tail = await orch.RunAsync("logs", "talk", "second", "-n", "1");
        OrchResult unknown = await orch.RunAsync("group", "logs", "talk", "fourth");

        Assert.AreEqual("first  one, second two, third  three", string.Join(", ", all.Output.Trim().Split('\n').Select(l => $"{l[..6]} {l[(l.LastIndexOf(' ') + 1)..]}")));
        StringAssert.EndsWith(tail.Output, "Z two\n");
        Assert.AreEqual(3, unknown.ExitCode);
    }

    [TestMethod]
    public async Task An_attached_run_ends_with_Ctrl_C_and_leaves_nothing()
    {
        await using Orch orch = new();
        string source = NewShop(orch);
        using System.Diagnostics.Process run = orch.Start("run", source);
        string? line;
        do
        {
            line = await run.StandardOutput.ReadLineAsync().Soon();
        }
        while (line is not null && !line.StartsWith("Press Ctrl+C", StringComparison.Ordinal));

        Orch.Send(run.Id, 2);
        await run.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.AreEqual(0, run.ExitCode);
        Assert.IsEmpty(orch.Processes);
        Assert.IsEmpty(Directory.GetDirectories(orch.Groups));
    }

    [TestMethod]
    public async Task A_group_is_found_by_the_beginning_of_its_id_and_listed()
    {
        await using Orch orch = new();
        string source = NewShop(orch);
        await orch.RunAsync("group", "create", source, "--name", "alpha");
        await orch.RunAsync("group", "create", source, "--name", "beta");
        await orch.RunAsync("group", "create", source, "--name", "beta");

        JsonElement list = await orch.JsonAsync("group", "list");
        OrchResult one = await orch.RunAsync("group", "status", "al");
        OrchResult several = await orch.RunAsync("group", "status", "beta");

        Assert.AreEqual("alpha beta beta", string.Join(' ', list.EnumerateArray().Select(g => g.GetProperty("name").GetString())));
        Assert.AreEqual(0, one.ExitCode);
        Assert.AreEqual(3, several.ExitCode);
        StringAssert.StartsWith(several.Errors, "TO1826: 'beta' is the beginning of several groups");
    }

    private static string NewShop(Orch orch)
    {
        orch.Write("shop", "page.txt", "{{parameters.greeting}} {{group.id}}");
        return orch.Write("shop", "group.toml", s_shop);
    }

    private static string Statuses(JsonElement report) => string.Join(' ', report.GetProperty("processes").EnumerateArray().Select(p => p.GetProperty("status").GetString()));

    private static string Endpoint(JsonElement report) => report.GetProperty("processes")[0].GetProperty("endpoints").GetProperty("http").GetString()!;

    private static async Task<string> GetAsync(string endpoint)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(endpoint));
        using StreamReader reader = new(new NetworkStream(socket));
        return (await reader.ReadToEndAsync()).Split("\r\n\r\n")[1];
    }
}
