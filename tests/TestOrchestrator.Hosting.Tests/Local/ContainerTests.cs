using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.Hosting.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>Containers of images that the local engine has no program for. Where no container engine answers, these tests are skipped.</summary>
[TestClass]
[TestCategory("containers")]
public sealed partial class ContainerTests
{
    // Asks a Redis server for an answer, from a shell that has nothing else.
    private const string Ping = "exec 3<>/dev/tcp/$HOST/$PORT; printf 'PING\\r\\n' >&3; head -n 1 <&3";

    [TestInitialize]
    public Task RequireContainersAsync() => ContainerMachine.RequireAsync();

    [TestMethod]
    public async Task A_program_reaches_a_container_at_the_address_of_the_application_and_nothing_is_left_of_it()
    {
        await using HostingRun run = new();
        LocalApplication application = await LocalApplication.StartWithContainersAsync(
            builder => AddClient(builder, AddCache(builder).GetEndpoint("tcp")),
            run);

        ImmutableArray<string> output = await application.OutputAsync("client");

        Assert.AreEqual($"{application.Group.Address}:6379 +PONG", string.Join(' ', output));
        Assert.AreNotEqual("", await ContainerMachine.OfRunAsync(run.Run.Id.ToString()));
        await application.DisposeAsync();
        Assert.AreEqual("", await ContainerMachine.OfRunAsync(run.Run.Id.ToString()));
    }

    [TestMethod]
    public async Task A_container_reaches_programs_and_servers_of_this_machine_and_other_containers()
    {
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(builder =>
        {
            IResourceBuilder<ExecutableResource> service = builder.AddExecutable("service", "perl", "/", "-MIO::Socket::INET", "-e", """
                $SIG{PIPE} = 'IGNORE';
                my $server = IO::Socket::INET->new(LocalAddr => $ENV{HOST}, LocalPort => $ENV{PORT}, Listen => 5, ReuseAddr => 1) or die;
                while (my $client = $server->accept) { print $client "program\n"; close $client }
                """).WithEndpoint(name: "line", scheme: "tcp", env: "PORT");
            service.WithEnvironment("HOST", service.GetEndpoint("line").Property(EndpointProperty.Host));
            IResourceBuilder<RedisResource> server = builder.AddRedis("server").WithPassword(null);
            IResourceBuilder<ContainerResource> cache = AddCache(builder);
            IResourceBuilder<ContainerResource> job = builder.AddContainer("job", ContainerMachine.Image, "1.0").WithArgs("bash", "-c", $"""
                set -e
                exec 4<>/dev/tcp/$SERVICE_HOST/$SERVICE_PORT; head -n 1 <&4
                HOST=$SERVER_HOST PORT=$SERVER_PORT; {Ping}
                HOST=server PORT=6379; {Ping}
                HOST=$CACHE_HOST PORT=$CACHE_PORT; {Ping}
                HOST=cache PORT=6379; {Ping}
                echo $SERVICE_HOST $SERVER_HOST:$SERVER_PORT $CACHE_HOST:$CACHE_PORT
                """);
            Refer(job, "SERVICE", service.GetEndpoint("line"));
            Refer(job, "SERVER", server.GetEndpoint("tcp"));
            Refer(job, "CACHE", cache.GetEndpoint("tcp"));
            job.WaitFor(service).WaitFor(server).WaitFor(cache);
            builder.AddExecutable("after", "true", "/").WaitForCompletion(job);
        });

        ImmutableArray<string> output = await application.OutputAsync("job");

        string expected = "program +PONG +PONG +PONG +PONG aspire.dev.internal server.dev.internal:6379 cache.dev.internal:6379";
        Assert.AreEqual(expected, string.Join(' ', output));
    }

    [TestMethod]
    public async Task A_container_reaches_the_proxy_and_trusts_its_authority()
    {
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(builder =>
        {
            IResourceBuilder<InterceptingProxyResource> proxy = builder.AddInterceptingProxy("proxy")
                .WithMock(r => r.Get("https://outside.example.com/"), j => j.Text("mocked"));
            IResourceBuilder<ContainerResource> job = builder.AddContainer("job", ContainerMachine.Image, "1.0")
                .WithEntrypoint("/bin/bash")
                .WithArgs("-c", """
                    printf '%s\r\n' 'GET / HTTP/1.1' 'Host: outside.example.com' 'Connection: close' '' |
                      openssl s_client -quiet -verify_return_error -verify_hostname outside.example.com -servername outside.example.com \
                        -proxy "${HTTPS_PROXY#http://}" -connect outside.example.com:443 2>/dev/null | tail -n 1
                    echo; echo "${HTTPS_PROXY%:*}"
                    """)
                .WithProxy(proxy);
            builder.AddExecutable("after", "true", "/").WaitForCompletion(job);
        });

        Assert.AreEqual("mocked http://aspire.dev.internal", string.Join(' ', await application.OutputAsync("job")));
    }

    [TestMethod]
    public async Task An_address_of_this_machine_has_the_name_by_which_a_container_finds_it()
    {
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(builder =>
        {
            IResourceBuilder<ContainerResource> job = builder.AddContainer("job", ContainerMachine.Image, "1.0")
                .WithEnvironment("COLLECTOR", $"{new HostUrl("http://localhost:4317")}")
                .WithOtlpExporter()
                .WithArgs("bash", "-c", "echo $COLLECTOR");
            builder.AddExecutable("after", "true", "/").WaitForCompletion(job);
        });

        Assert.AreEqual("http://aspire.dev.internal:4317", string.Join(' ', await application.OutputAsync("job")));
    }

    [TestMethod]
    public async Task How_a_container_ends_and_what_it_wrote_is_seen_as_with_DCP()
    {
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(builder =>
        {
            IResourceBuilder<ContainerResource> job = builder.AddContainer("job", ContainerMachine.Image, "1.0")
                .WithEntrypoint("/bin/bash")
                .WithEnvironment("SAID", "out")
                .WithArgs("-c", "echo $SAID; echo err >&2; exit 3");
            builder.AddExecutable("after", "true", "/").WaitForCompletion(job, 3);
        });

        CustomResourceSnapshot end = await application.EndAsync("job");
        CustomResourceSnapshot after = await application.EndAsync("after");

        Assert.AreEqual("Exited 3", $"{end.State?.Text} {end.ExitCode}");
        Assert.AreEqual("Finished 0", $"{after.State?.Text} {after.ExitCode}");
        CollectionAssert.AreEquivalent(new[] { "out", "err" }, await application.OutputAsync("job"));
    }

    [TestMethod]
    public async Task A_container_that_is_stopped_and_started_has_its_address_and_what_is_in_its_volume()
    {
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(builder =>
        {
            IResourceBuilder<ContainerResource> cache = AddCache(builder)
                .WithVolume("data", "/data")
                .WithArgs("bash", "-c", "wc -l </data/starts; echo x >>/data/starts; exec redis-server --protected-mode no --dir /data");
            AddClient(builder, cache.GetEndpoint("tcp")).WithExplicitStart();
        });
        await application.WaitUntilHealthyAsync("cache");

        await application.CommandAsync("cache", KnownResourceCommands.StopCommand);
        CustomResourceSnapshot stopped = await application.EndAsync("cache");
        await application.CommandAsync("cache", KnownResourceCommands.StartCommand);
        await application.WaitUntilHealthyAsync("cache");
        await application.CommandAsync("client", KnownResourceCommands.StartCommand);

        Assert.AreEqual("Exited 0", $"{stopped.State?.Text} {stopped.ExitCode}");
        Assert.AreEqual($"{application.Group.Address}:6379 +PONG", string.Join(' ', await application.OutputAsync("client")));
        await TestKit.Eventually.IsTrueAsync("the log has the second start", async () => (await File.ReadAllLinesAsync(application.Group.LogFileOf("cache"))).Contains("1"));
        StringAssert.Contains(string.Join('\n', await application.LogAsync("cache")), "The volume 'data' is this application's alone");
    }

    [TestMethod]
    public async Task A_container_has_the_files_and_directories_that_the_app_host_says()
    {
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(builder =>
        {
            File.WriteAllText(Path.Combine(builder.AppHostDirectory, "shared.txt"), "shared");
            IResourceBuilder<ContainerResource> job = builder.AddContainer("job", ContainerMachine.Image, "1.0")
                .WithBindMount(builder.AppHostDirectory, "/shared", isReadOnly: true)
                .WithContainerFiles("/srv/given", [new ContainerDirectory { Name = "inner", Entries = [new ContainerFile { Name = "a.txt", Contents = "given", Mode = UnixFileMode.UserRead }] }], defaultOwner: 7)
                .WithArgs("bash", "-c", "cat /shared/shared.txt; echo; cat /srv/given/inner/a.txt; echo; stat -c '%u %a' /srv/given/inner/a.txt; touch /shared/x || echo read-only");
            builder.AddExecutable("after", "true", "/").WaitForCompletion(job);
        });

        ImmutableArray<string> output = await application.OutputAsync("job");

        Assert.AreEqual("shared given 7 400 read-only", string.Join(' ', output.Where(l => !l.StartsWith("touch", StringComparison.Ordinal))));
    }

    [TestMethod]
    public async Task Two_applications_at_once_have_the_same_ports_and_containers_of_their_own()
    {
        await using HostingRun run = new();
        Task<LocalApplication>[] starting =
        [
            .. Enumerable.Range(0, 2).Select(_ => LocalApplication.StartWithContainersAsync(builder => AddClient(builder, AddCache(builder).GetEndpoint("tcp")), run)),
        ];
        await using LocalApplication one = await starting[0];
        await using LocalApplication other = await starting[1];

        string[] outputs = [string.Join(' ', await one.OutputAsync("client")), string.Join(' ', await other.OutputAsync("client"))];

        CollectionAssert.AreEqual(new[] { $"{one.Group.Address}:6379 +PONG", $"{other.Group.Address}:6379 +PONG" }, outputs);
        Assert.AreNotEqual(one.Group.Address, other.Group.Address);
    }

    [TestMethod]
    public async Task An_image_that_cannot_be_had_is_one_error_that_names_it_and_says_what_the_engine_said()
    {
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(builder =>
        {
            IResourceBuilder<ContainerResource> job = builder.AddContainer("job", "testorchestrator-tests/none", "1.0").WithImageRegistry("127.0.0.1:9");
            builder.AddExecutable("after", "true", "/").WaitFor(job);
        });

        CustomResourceSnapshot end = await application.WaitAsync("job", KnownResourceStates.FailedToStart);
        string reason = application.Group.Units["job"].Reason ?? "";

        Assert.AreEqual(KnownResourceStates.FailedToStart, end.State?.Text);
        StringAssert.StartsWith(reason, "TO1653: The image '127.0.0.1:9/testorchestrator-tests/none:1.0' of 'job' cannot be pulled: ");
        StringAssert.Contains(reason, "connection refused");
    }

    [TestMethod]
    public async Task Nothing_is_left_of_containers_whose_owner_is_killed()
    {
        await using RunningProgram owner = OtherProcess.Start(HostingScenes.Containers);
        string run = await owner.LineAsync("run ");
        Assert.MatchesRegex(ThreeLines(), await ContainerMachine.OfRunAsync(run));

        owner.Send(9);
        await owner.ExitedAsync();

        await TestKit.Eventually.IsTrueAsync("everything of the run is removed", async () => await ContainerMachine.OfRunAsync(run) == "");
    }

    private static IResourceBuilder<ContainerResource> AddCache(IDistributedApplicationBuilder builder) =>
        builder.AddContainer("cache", ContainerMachine.Image, "1.0").WithEndpoint(name: "tcp", scheme: "tcp", targetPort: 6379);

    private static IResourceBuilder<ExecutableResource> AddClient(IDistributedApplicationBuilder builder, EndpointReference server)
    {
        IResourceBuilder<ExecutableResource> client = builder.AddExecutable("client", "/bin/bash", "/", "-c", $"echo $HOST:$PORT; {Ping}")
            .WithEnvironment("HOST", server.Property(EndpointProperty.Host))
            .WithEnvironment("PORT", server.Property(EndpointProperty.Port));
        return client.WaitFor(builder.CreateResourceBuilder((ContainerResource)server.Resource));
    }

    private static void Refer(IResourceBuilder<ContainerResource> from, string name, EndpointReference to) => from
        .WithEnvironment($"{name}_HOST", to.Property(EndpointProperty.Host))
        .WithEnvironment($"{name}_PORT", to.Property(EndpointProperty.Port));

    // A container, a network, a volume.
    [GeneratedRegex(@"\A(\S+\n){3}\z")]
    private static partial Regex ThreeLines();
}
