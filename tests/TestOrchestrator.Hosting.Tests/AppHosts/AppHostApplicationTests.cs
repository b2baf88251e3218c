using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Local;
using Plain = PlainAppHost.Program;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.AppHosts;

[TestClass]
public sealed class AppHostApplicationTests : IAsyncDisposable
{
    private readonly HostingRun _run = new();

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [TestMethod]
    public async Task The_model_is_what_the_app_host_describes()
    {
        await using AppHostApplication application = await CreateAsync(new() { AppHost = typeof(Projects.AppHost) });

        Assert.AreEqual(
            "postgres orders shipments cache proxy fulfilment api",
            string.Join(
                ' ',
                application.Model.Resources.Where(r => r is not ParameterResource && !AspireInternals.Instance.IsHelper(r)).Select(r => r.Name)));
    }

    [TestMethod]
    public async Task An_app_host_that_has_never_heard_of_the_engine_runs_on_it()
    {
        await using AppHostApplication application = await CreateAsync(new() { AppHost = typeof(Plain) });

        await application.WaitUntilReadyAsync();

        // It is ready when it runs, and writes a little later.
        await Eventually.IsTrueAsync(() => File.ReadAllText(application.Group.LogFileOf("greeter")).Trim() == "hello");
        CollectionAssert.AreEquivalent(new[] { "greeter", "follower" }, application.Group.Units.Keys.ToArray());
    }

    [TestMethod]
    public async Task Each_call_makes_an_application_of_its_own()
    {
        AppHostApplication[] applications =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CreateAsync(new() { AppHost = typeof(Plain) })));
        try
        {
            await Task.WhenAll(applications.Select(a => a.WaitUntilReadyAsync()));

            Assert.HasCount(8, applications.Select(a => a.Model.Resources.First()).Distinct());
            Assert.HasCount(8, applications.Select(a => a.Group.Address).Distinct());
        }
        finally
        {
            await Task.WhenAll(applications.Select(a => a.DisposeAsync().AsTask()));
        }
    }

    [TestMethod]
    public async Task What_shapes_the_application_sees_what_the_app_host_has_described_and_its_arguments()
    {
        string? greeting = null;
        await using AppHostApplication application = await CreateAsync(new()
        {
            AppHost = typeof(Plain),
            Args = ["--greeting=welcome"],
            Configure = builder =>
            {
                greeting = builder.Configuration["greeting"];
                builder.AddExecutable("added", "true", "/")
                    .WaitFor(builder.CreateResourceBuilder((ExecutableResource)builder.Resources.Single(r => r.Name == "greeter")));
            },
        });

        await application.WaitUntilReadyAsync();

        Assert.AreEqual("welcome", greeting);
        await Eventually.IsTrueAsync(() => File.ReadAllText(application.Group.LogFileOf("greeter")).Trim() == "welcome");
        Assert.AreEqual("greeter follower added", string.Join(' ', application.Model.Resources.Select(r => r.Name)));
    }

    [TestMethod]
    public async Task A_mistake_of_what_shapes_the_application_is_reported_like_one_of_the_app_host()
    {
        AppHostException e =
            await FailsAsync(new() { AppHost = typeof(Plain), Configure = builder => builder.AddParameter("greeter", "taken") });

        Assert.AreEqual("TO1703", e.Code);
        StringAssert.Contains(e.Message, "'greeter'");
    }

    [TestMethod]
    public async Task A_class_of_an_assembly_without_an_entry_point_is_no_app_host()
    {
        AppHostException e = await FailsAsync(new() { AppHost = typeof(string) });

        Assert.AreEqual(
            "TO1701: 'System.String' is not an app host: its assembly 'System.Private.CoreLib' has no entry point. Name the class that the build generates for the app host project, such as Projects.AppHost.",
            e.Message);
    }

    [TestMethod]
    public async Task An_app_host_that_ends_without_building_is_named()
    {
        AppHostException e = await FailsAsync(Doing("builds nothing"));

        Assert.AreEqual("TO1702: The app host 'PlainAppHost.Program' ended without building an application. It must call DistributedApplication.CreateBuilder(args), Build() and Run().", e.Message);
    }

    [TestMethod]
    public async Task An_app_host_that_fails_says_why()
    {
        AppHostException e = await FailsAsync(Doing("throws"));

        Assert.AreEqual("TO1703: The app host 'PlainAppHost.Program' failed: InvalidOperationException: no greeting", e.Message);
    }

    [TestMethod]
    public async Task An_app_host_that_never_builds_is_given_up()
    {
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        await using HostingRun run = new(clock);
        TimeSpan limit = TimeSpan.FromSeconds(7);
        Task<AppHostApplication> creation = AppHostApplication.CreateAsync(
            Doing("never ends"), new() { Run = run.Run, Name = "app", Lane = Lane.Fast, BuildLimit = limit });

        await clock.TimerArmedAsync(limit);
        clock.Advance(limit);
        AppHostException e = await Assert.ThrowsExactlyAsync<AppHostException>(() => creation);

        Assert.AreEqual(
            "TO1705: The app host 'PlainAppHost.Program' has not built its application after 7 s. Its entry point still runs. It must call DistributedApplication.CreateBuilder(args), Build() and Run().",
            e.Message);
    }

    [TestMethod]
    public async Task A_second_application_of_one_app_host_is_refused()
    {
        await using AppHostApplication application = await CreateAsync(Doing("builds twice"));

        AppHostException e = await Assert.ThrowsExactlyAsync<AppHostException>(() => application.WaitUntilReadyAsync());

        Assert.AreEqual("TO1706: The app host 'PlainAppHost.Program' builds more than one application. Only one can run for a test class: build one, and choose by an argument which.", e.Message);
    }

    [TestMethod]
    public async Task A_version_of_Aspire_without_the_service_that_is_replaced_is_named()
    {
        AppHostException e = await FailsAsync(new()
        {
            AppHost = typeof(Plain),
            Configure =
                builder => builder.Services.Remove(builder.Services.Single(s => AspireInternals.NameOf(s) == AspireInternals.OrchestratorService)),
        });

        Assert.AreEqual("TO1707", e.Code);
        StringAssert.Contains(e.Message, AspireInternals.OrchestratorService);
    }

    [TestMethod]
    public async Task Resources_that_do_not_get_healthy_in_time_are_listed_with_their_states()
    {
        AppHostRequest request = new()
        {
            AppHost = typeof(Plain),
            Configure = builder => builder.CreateResourceBuilder((ExecutableResource)builder.Resources.Single(r => r.Name == "greeter"))
                .WaitFor(builder.AddResource(new Silent("silent")).WithInitialState(new() { ResourceType = "Silent", Properties = [] })),
        };
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        await using HostingRun run = new(clock);
        TimeSpan limit = TimeSpan.FromMinutes(7);
        await using AppHostApplication application = await AppHostApplication.CreateAsync(
            request, new() { Run = run.Run, Name = "app", Lane = Lane.Fast, ReadyLimit = limit });
        Task ready = application.WaitUntilReadyAsync();
        await application.Notifications.WaitForResourceAsync("greeter", KnownResourceStates.Waiting);

        clock.Advance(limit);
        TimeoutException e = await Assert.ThrowsExactlyAsync<TimeoutException>(() => ready);

        StringAssert.StartsWith(e.Message, "TO1709: After 420 s not every resource of the application 'app' is healthy.");
        StringAssert.Contains(e.Message, "'greeter' is Waiting");
    }

    // With Aspire's own wait, the follower waits for ever for the health of what has ended.
    [TestMethod]
    public async Task A_resource_that_runs_and_then_ends_before_it_is_healthy_fails_the_start_at_once()
    {
        using TemporaryDirectory directory = new();
        string end = Path.Combine(directory.Path, "end");
        await using AppHostApplication application = await CreateAsync(new()
        {
            AppHost = typeof(Plain),
            Configure = builder =>
            {
                builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
                IResourceBuilder<ExecutableResource> dying = builder
                    .AddExecutable("dying", "/bin/sh", "/", "-c", $"until test -e {end}; do sleep 0.1; done; exit 3")
                    .WithHealthCheck("never");
                builder.CreateResourceBuilder((ExecutableResource)builder.Resources.Single(r => r.Name == "follower")).WaitFor(dying);
            },
        });
        Task ready = application.WaitUntilReadyAsync();
        await application.Notifications.WaitForResourceAsync("dying", KnownResourceStates.Running);
        await application.Notifications.WaitForResourceAsync("follower", KnownResourceStates.Waiting);

        await File.WriteAllTextAsync(end, "");
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => ready.WaitAsync(TimeSpan.FromMinutes(1)));

        StringAssert.Contains(e.Message, "'dying' is Exited: TO1409: 'dying' exited with code 3.");
    }

    [TestMethod]
    public async Task An_app_host_that_builds_and_does_not_run_is_named()
    {
        await using AppHostApplication application = await CreateAsync(Doing("runs nothing"));

        AppHostException e = await Assert.ThrowsExactlyAsync<AppHostException>(() => application.WaitUntilReadyAsync());

        Assert.AreEqual("TO1710: The app host 'PlainAppHost.Program' has built its application and ended without starting it. It must call Run() or RunAsync().", e.Message);
    }

    [TestMethod]
    public async Task An_app_host_that_fails_between_building_and_running_says_why()
    {
        await using AppHostApplication application = await CreateAsync(Doing("throws before it runs"));

        AppHostException e = await Assert.ThrowsExactlyAsync<AppHostException>(() => application.WaitUntilReadyAsync());

        Assert.AreEqual("TO1703: The app host 'PlainAppHost.Program' failed: InvalidOperationException: no greeting yet", e.Message);
        Assert.IsFalse(application.HasGroup);
    }

    // It may fail before its application is ready, or during a test.
    [TestMethod]
    public async Task An_app_host_that_fails_when_its_application_runs_is_a_failure_of_that_and_leaves_nothing()
    {
        string mark = Guid.NewGuid().ToString("N");
        AppHostApplication application =
            await CreateAsync(Doing("throws when it runs") with { Configure = builder => Mark(builder, mark) });
        await Eventually.IsTrueAsync(() => application.Instances.Any(i => i is { Name: "PlainAppHost (app host)", IsFailure: true }));

        AppHostException e = await Assert.ThrowsExactlyAsync<AppHostException>(() => application.WaitUntilReadyAsync());

        Assert.AreEqual("TO1703: The app host 'PlainAppHost.Program' failed: InvalidOperationException: no greeting any more", e.Message);
        Assert.IsNotEmpty(MarkedProcesses.With($"TO_MARK={mark}"));
        await application.DisposeAsync();
        Assert.AreEqual("", string.Join('\n', MarkedProcesses.With($"TO_MARK={mark}")));
    }

    [TestMethod]
    public async Task An_app_host_that_was_given_up_starts_nothing_when_it_goes_on()
    {
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        await using HostingRun run = new(clock);
        TimeSpan limit = TimeSpan.FromSeconds(7);
        bool isConfigured = false;
        Task<AppHostApplication> creation = AppHostApplication.CreateAsync(
            Doing("builds late") with { Configure = _ => isConfigured = true },
            new() { Run = run.Run, Name = "app", Lane = Lane.Fast, BuildLimit = limit });
        await clock.TimerArmedAsync(limit);
        clock.Advance(limit);
        AppHostException e = await Assert.ThrowsExactlyAsync<AppHostException>(() => creation);

        Plain.Late.Set();
        await Plain.LateEnded.Task.Soon();

        Assert.AreEqual("TO1705", e.Code);
        Assert.IsInstanceOfType<OperationCanceledException>(await Plain.LateEnded.Task);
        Assert.IsFalse(isConfigured);
        Assert.DoesNotContain("app-starting", run.ReadEvents());
    }

    [TestMethod]
    public async Task An_app_host_that_goes_on_when_its_application_has_stopped_is_left_behind_with_a_note()
    {
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        await using HostingRun run = new(clock);
        string mark = Guid.NewGuid().ToString("N");
        AppHostApplication application = await AppHostApplication.CreateAsync(
            Doing("goes on") with { Configure = builder => Mark(builder, mark) }, new() { Run = run.Run, Name = "app", Lane = Lane.Fast });
        await application.Notifications.WaitForResourceAsync("greeter", KnownResourceStates.Running);
        await application.Notifications.WaitForResourceAsync("follower", KnownResourceStates.Running);
        TimeSpan limit = TimeSpan.FromSeconds(30);

        // What stops the application has limits of the same clock.
        Task end = application.DisposeAsync().AsTask();
        await Eventually.IsTrueAsync(() => run.ReadEvents().Contains("app-stopped", StringComparison.Ordinal));
        await TestKit.Eventually.IsTrueAsync("the app host is not waited for any more", () =>
        {
            clock.Advance(limit);
            return Task.FromResult(end.IsCompleted);
        });
        await end;

        Assert.AreEqual("", string.Join('\n', MarkedProcesses.With($"TO_MARK={mark}")));
        StringAssert.Contains(run.ReadEvents(), "has not ended 30 s after its application was stopped.");
    }

    [TestMethod]
    public async Task What_cannot_run_is_refused_before_anything_starts_and_leaves_nothing()
    {
        string mark = Guid.NewGuid().ToString("N");
        await using AppHostApplication application = await CreateAsync(new()
        {
            AppHost = typeof(Plain),
            Configure = builder =>
            {
                Mark(builder, mark);
                builder.AddExecutable("waits", "true", "/").WaitFor(builder.AddContainer("queue", "redis", "8.6").WithEntrypoint("/bin/false"));
            },
        });

        DefinitionException e = await Assert.ThrowsExactlyAsync<DefinitionException>(() => application.WaitUntilReadyAsync());

        StringAssert.Contains(e.Message, "TO1132: 'queue' has the entry point '/bin/false', and the local engine runs the server itself.");
        Assert.AreEqual("", string.Join('\n', MarkedProcesses.With($"TO_MARK={mark}")));
    }

    private static void Mark(IDistributedApplicationBuilder builder, string mark)
    {
        foreach (ExecutableResource program in builder.Resources.OfType<ExecutableResource>().ToArray())
        {
            builder.CreateResourceBuilder(program).WithEnvironment("TO_MARK", mark);
        }
    }

    private static AppHostRequest Doing(string mistake) => new() { AppHost = typeof(Plain), Args = [mistake] };

    private Task<AppHostApplication> CreateAsync(AppHostRequest request) =>
        AppHostApplication.CreateAsync(request, new() { Run = _run.Run, Name = "app", Lane = Lane.Fast });

    private Task<AppHostException> FailsAsync(AppHostRequest request) =>
        Assert.ThrowsExactlyAsync<AppHostException>(() => CreateAsync(request));

    private sealed class Silent(string name) : Resource(name), IResourceWithWaitSupport;
}
