using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class WaitTests
{
    private readonly Gate _gate = new();

    [TestMethod]
    public async Task What_waits_for_a_resource_starts_when_it_is_healthy()
    {
        await using LocalApplication application = LocalApplication.Build(builder => Sleeper(builder, "client").WaitFor(Server(builder)));
        Task start = application.StartAsync();

        await application.WaitAsync("server", KnownResourceStates.Running);
        CustomResourceSnapshot waiting = await application.WaitAsync("client", KnownResourceStates.Waiting);
        Assert.IsNull(waiting.StartTimeStamp);

        _gate.Open();
        await application.WaitAsync("client", KnownResourceStates.Running);
        await start;
        Assert.AreEqual(HealthStatus.Healthy, (await application.WaitAsync("server", KnownResourceStates.Running)).HealthStatus);
    }

    [TestMethod]
    public async Task What_waits_for_a_start_does_not_wait_for_health()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Sleeper(builder, "client").WaitForStart(Server(builder)));

        CustomResourceSnapshot server = await application.WaitAsync("server", KnownResourceStates.Running);
        await application.WaitAsync("client", KnownResourceStates.Running);

        Assert.AreNotEqual(HealthStatus.Healthy, server.HealthStatus);
    }

    [TestMethod]
    public async Task What_waits_for_the_end_of_a_program_starts_after_it()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Sleeper(builder, "client").WaitForCompletion(Shell(builder, "work", "exit 0")));

        CustomResourceSnapshot client = await application.WaitAsync("client", KnownResourceStates.Running);
        CustomResourceSnapshot work = await application.EndAsync("work");

        Assert.AreEqual(KnownResourceStates.Finished, work.State?.Text);
        Assert.IsTrue(client.StartTimeStamp >= work.StopTimeStamp);
    }

    [TestMethod]
    public async Task It_does_not_start_when_the_program_ends_with_another_exit_code()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Sleeper(builder, "client").WaitForCompletion(Shell(builder, "work", "exit 3")));

        Assert.AreEqual(KnownResourceStates.FailedToStart, (await application.EndAsync("client")).State?.Text);
        Assert.AreEqual(3, (await application.EndAsync("work")).ExitCode);
    }

    [TestMethod]
    public async Task Another_exit_code_may_be_the_expected_one()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Sleeper(builder, "client").WaitForCompletion(Shell(builder, "work", "exit 3"), exitCode: 3));

        await application.WaitAsync("client", KnownResourceStates.Running);
    }

    [TestMethod]
    public async Task What_waits_for_a_resource_that_fails_does_not_start()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Sleeper(builder, "client").WaitFor(builder.AddExecutable("server", "no-such-program", "/")));

        Assert.AreEqual(KnownResourceStates.FailedToStart, (await application.EndAsync("client")).State?.Text);
    }

    [TestMethod]
    public async Task A_command_starts_what_waits_without_what_it_waits_for()
    {
        await using LocalApplication application = LocalApplication.Build(builder => Sleeper(builder, "client").WaitFor(Server(builder)));
        Task start = application.StartAsync();
        await application.WaitAsync("client", KnownResourceStates.Waiting);

        ExecuteCommandResult result = await application.CommandAsync("client", KnownResourceCommands.StartCommand);

        Assert.IsTrue(result.Success, result.Message);
        await application.WaitAsync("client", KnownResourceStates.Running);
        await start;
    }

    [TestMethod]
    public async Task A_resource_that_publishes_its_own_states_is_waited_for()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LocalApplication application = LocalApplication.Build(builder =>
        {
            IResourceBuilder<Custom> custom = builder.AddResource(new Custom("custom"))
                .WithInitialState(new() { ResourceType = "Custom", Properties = [] });
            builder.Eventing.Subscribe<InitializeResourceEvent>(custom.Resource, async (e, _) =>
            {
                await ready.Task;
                await e.Notifications.PublishUpdateAsync(e.Resource, s => s with { State = KnownResourceStates.Running });
            });
            Sleeper(builder, "client").WaitFor(custom);
        });
        Task start = application.StartAsync();
        await application.WaitAsync("client", KnownResourceStates.Waiting);

        ready.SetResult();

        await application.WaitAsync("client", KnownResourceStates.Running);
        await start;
    }

    private static IResourceBuilder<ExecutableResource> Sleeper(IDistributedApplicationBuilder builder, string name) =>
        Shell(builder, name, "exec sleep 600");

    private static IResourceBuilder<ExecutableResource> Shell(IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "/bin/sh", "/", "-c", script);

    private IResourceBuilder<ExecutableResource> Server(IDistributedApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("gate", _gate);
        return Sleeper(builder, "server").WithHealthCheck("gate");
    }

    private sealed class Custom(string name) : Resource(name), IResourceWithWaitSupport;

    /// <summary>A health check that a test lets succeed. Thread-safe.</summary>
    private sealed class Gate : IHealthCheck
    {
        private volatile bool _isOpen;

        public void Open() => _isOpen = true;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(_isOpen ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The gate is closed."));
    }
}
