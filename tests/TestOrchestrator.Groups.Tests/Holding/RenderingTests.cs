namespace TestOrchestrator.Groups.Tests.Holding;

[TestClass]
public sealed class RenderingTests
{
    [TestMethod]
    public async Task Create_renders_everything_that_a_template_can_see()
    {
        await using GroupFixture fixture = new();
        fixture.With("conf/all.txt", """
            {{group.id}} {{group.name}} {{group.directory}} {{group.address}}
            {{process.id}} {{process.name}} {{process.directory}} {{process.log}}
            {{ports.http}} {{endpoints.http}} {{processes.other-one.ports.tcp}} {{processes.other-one.endpoints.tcp}} {{processes.other-one.directory}}
            {{parameters.title}} {{parameters.password}}
            """);

        ProcessGroup group = await fixture.CreateAsync(
            """
            [parameters.title]
            [parameters.password]
            secret = true

            [processes.web]
            command = "sleep"
            templates = ["conf/all.txt"]
            ports = ["http"]

            [processes.other-one]
            command = "sleep"
            ports = ["tcp"]
            """,
            ("title", "Hello"),
            ("password", "s3cret"));

        string file = Path.Combine(group.Directory, "processes", "web", "conf", "all.txt");
        string http = group.Report.Processes[0].Endpoints["http"];
        string tcp = group.Report.Processes[1].Endpoints["tcp"];
        Assert.AreEqual(
            $"""
            {group.Id} shop {group.Directory} {group.Address}
            {group.Id}-web web {group.Directory}/processes/web {group.Directory}/logs/web.log
            {http.Split(':')[1]} {http} {tcp.Split(':')[1]} {tcp} {group.Directory}/processes/other-one
            Hello s3cret
            """,
            File.ReadAllText(file));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await group.TerminateAsync();
    }

    [TestMethod]
    public async Task Many_groups_of_one_file_run_side_by_side()
    {
        await using GroupFixture fixture = new();
        fixture.With("page.txt", "{{group.id}}").With("group.toml", ListenerProgram.Process("web").Replace("{{endpoints.http}}\"]", "{{endpoints.http}}\", \"{{process.directory}}/page.txt\"]\ntemplates = [\"page.txt\"]", StringComparison.Ordinal).Replace("ports = [\"http\"]", "ports = { http = { port = 8080 } }", StringComparison.Ordinal));

        ProcessGroup[] groups = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => fixture.HoldAsync(fixture.Store.Create(fixture.Source, new()))));
        await Task.WhenAll(groups.Select(g => g.StartAsync()));
        using HttpClient http = new();
        string[] pages = await Task.WhenAll(groups.Select(g => http.GetStringAsync(new Uri($"http://{g.Report.Processes[0].Endpoints["http"]}/"))));

        Assert.AreEqual(string.Join(' ', groups.Select(g => g.Id)), string.Join(' ', pages));
        Assert.HasCount(12, groups.Select(g => g.Address).Distinct());
        Assert.IsTrue(groups.All(g => g.Report.Processes[0].Endpoints["http"].EndsWith(":8080", StringComparison.Ordinal)));
        await Task.WhenAll(groups.Select(g => g.TerminateAsync()));
        Assert.IsEmpty(fixture.Store.List());
    }

    [TestMethod]
    public async Task A_port_that_somebody_takes_before_the_start_moves_and_every_file_says_so()
    {
        await using GroupFixture fixture = new();
        ProcessGroup group = await fixture.CreateAsync($$$"""
            {{{ListenerProgram.Process("web")}}}

            [processes.reader]
            command = "/bin/sh"
            args = ["-c", "echo {{processes.web.endpoints.http}}; exec sleep 600"]
            """);
        string before = group.Report.Processes[0].Endpoints["http"];
        using System.Net.Sockets.TcpListener intruder = new(System.Net.IPEndPoint.Parse(before));
        intruder.Start();

        GroupChange change = await group.StartAsync();

        string after = group.Report.Processes[0].Endpoints["http"];
        Assert.IsNull(change.Failure);
        Assert.AreNotEqual(before, after);
        await Eventually.IsTrueAsync(() => File.ReadAllText(group.Report.Processes[1].Log).TrimEnd().EndsWith(after, StringComparison.Ordinal));
        await group.TerminateAsync();
    }

    [TestMethod]
    public async Task The_example_of_three_plain_programs_runs()
    {
        foreach (string program in new[] { "nginx", "memcached", "node" })
        {
            if (Command.Run("/bin/sh", "-c", $"command -v {program} >/dev/null") is not null)
            {
                Assert.Inconclusive($"'{program}' is not installed: apt-get install nginx-light memcached nodejs.");
            }
        }

        await using GroupFixture fixture = new();
        string source = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "eng", "examples", "web"));
        ProcessGroup group = await fixture.HoldAsync(fixture.Store.Create(source, new() { Parameters = ImmutableDictionary<string, string>.Empty.Add("title", "Moin") }));

        GroupChange change = await group.StartAsync();

        using HttpClient http = new();
        Uri web = new($"http://{group.Report.Processes[2].Endpoints["http"]}/");
        Assert.IsNull(change.Failure);
        Assert.AreEqual("Moin: visit 1\nMoin: visit 2\n", await http.GetStringAsync(web) + await http.GetStringAsync(web));
        await group.StopAsync();
        Assert.AreEqual("Down Down Down", string.Join(' ', group.Report.Processes.Select(p => p.Status)));
        await group.TerminateAsync();
    }
}
