using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class LifeCycleTests
{
    [TestMethod]
    public async Task A_program_goes_through_the_states_of_Aspire_in_order()
    {
        await using LocalApplication application = LocalApplication.Build(builder =>
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "exit 3"));
        Task<string> states = StatesAsync(application, "program");

        await application.StartAsync();

        Assert.AreEqual($"{KnownResourceStates.Starting} {KnownResourceStates.Running} {KnownResourceStates.Finished}", await states.Soon());
    }

    [TestMethod]
    public async Task Its_exit_code_and_its_times_are_in_the_snapshot()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "exit 3"));

        CustomResourceSnapshot end = await application.EndAsync("program");

        Assert.AreEqual(3, end.ExitCode);
        Assert.IsTrue(end.CreationTimeStamp <= end.StartTimeStamp);
        Assert.IsTrue(end.StartTimeStamp <= end.StopTimeStamp);
    }

    [TestMethod]
    public async Task A_signal_is_the_exit_code_that_a_shell_would_show()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "kill -KILL $$"));

        Assert.AreEqual(137, (await application.EndAsync("program")).ExitCode);
    }

    [TestMethod]
    public async Task What_is_started_explicitly_waits_for_the_command_and_evaluates_nothing_before()
    {
        int evaluated = 0;
        await using LocalApplication application = await LocalApplication.StartAsync(builder => Sleeper(builder)
            .WithEnvironment(_ => Interlocked.Increment(ref evaluated)).WithExplicitStart());

        await application.WaitAsync("program", KnownResourceStates.NotStarted);
        Assert.AreEqual(0, evaluated);

        await ExecuteAsync(application, KnownResourceCommands.StartCommand);

        await application.WaitAsync("program", KnownResourceStates.Running);
        Assert.AreEqual(1, evaluated);
    }

    [TestMethod]
    public async Task Commands_stop_and_start_it()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => Sleeper(builder));
        CustomResourceSnapshot first = await application.WaitAsync("program", KnownResourceStates.Running);
        Task<string> states = StatesAsync(application, "program");

        await ExecuteAsync(application, KnownResourceCommands.StopCommand);
        await application.EndAsync("program");
        Assert.IsFalse(MarkedProcesses.IsAlive(PidOf(first)));
        StringAssert.EndsWith(await states.Soon(), $"{KnownResourceStates.Stopping} {KnownResourceStates.Finished}");

        await ExecuteAsync(application, KnownResourceCommands.StartCommand);
        CustomResourceSnapshot second = await application.WaitAsync("program", KnownResourceStates.Running);
        Assert.AreNotEqual(PidOf(first), PidOf(second));
        Assert.IsNull(second.ExitCode);
        Assert.IsNull(second.StopTimeStamp);
    }

    [TestMethod]
    public async Task What_is_told_of_an_end_may_execute_commands()
    {
        TaskCompletionSource<bool> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            builder.AddExecutable("other", "sleep", "/", "600");
            builder.Eventing.Subscribe<ResourceStoppedEvent>(Sleeper(builder).Resource, async (e, token) =>
            {
                ResourceCommandService commands = e.Services.GetRequiredService<ResourceCommandService>();
                told.SetResult((await commands.ExecuteCommandAsync("other", KnownResourceCommands.RestartCommand, token)).Success);
            });
        });
        await application.WaitAsync("program", KnownResourceStates.Running);
        await application.WaitAsync("other", KnownResourceStates.Running);

        await ExecuteAsync(application, KnownResourceCommands.StopCommand);

        Assert.IsTrue(await told.Task.Soon());
    }

    [TestMethod]
    public async Task A_restart_evaluates_its_environment_again()
    {
        int evaluated = 0;
        await using LocalApplication application = await LocalApplication.StartAsync(builder => Sleeper(builder)
            .WithEnvironment(context => context.EnvironmentVariables["TURN"] = $"{Interlocked.Increment(ref evaluated)}"));
        CustomResourceSnapshot first = await application.WaitAsync("program", KnownResourceStates.Running);

        await ExecuteAsync(application, KnownResourceCommands.RestartCommand);

        ResourceEvent second = await application.Notifications
            .WaitForResourceAsync("program", e => e.Snapshot.State?.Text == KnownResourceStates.Running && PidOf(e.Snapshot) != PidOf(first)).Soon();
        Assert.AreEqual("1", first.EnvironmentVariables.Single(v => v.Name == "TURN").Value);
        Assert.AreEqual("2", second.Snapshot.EnvironmentVariables.Single(v => v.Name == "TURN").Value);
    }

    [TestMethod]
    public async Task The_states_of_the_commands_are_those_of_Aspire()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => Sleeper(builder));
        CustomResourceSnapshot running = await application.WaitAsync("program", KnownResourceStates.Running);

        await ExecuteAsync(application, KnownResourceCommands.StopCommand);
        CustomResourceSnapshot ended = await application.EndAsync("program");

        Assert.AreEqual("restart Enabled, start Hidden, stop Enabled", Commands(running));
        Assert.AreEqual("restart Disabled, start Enabled, stop Hidden", Commands(ended));

        static string Commands(CustomResourceSnapshot snapshot) =>
            string.Join(", ", snapshot.Commands.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => $"{c.Name} {c.State}"));
    }

    [TestMethod]
    public async Task Each_event_of_a_life_is_published_once()
    {
        ConcurrentQueue<string> events = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            Server server = new("server");
            builder.AddResource(server).WithEndpoint(scheme: "tcp", name: "tcp").WithArgs("exec", AssetPrograms.PortListener)
                .WithArgs(server.ConnectionStringExpression);
            builder.Eventing.Subscribe<InitializeResourceEvent>(server, Note);
            builder.Eventing.Subscribe<ResourceEndpointsAllocatedEvent>(server, Note);
            builder.Eventing.Subscribe<ConnectionStringAvailableEvent>(server, Note);
            builder.Eventing.Subscribe<BeforeResourceStartedEvent>(server, Note);
            builder.Eventing.Subscribe<ResourceReadyEvent>(server, Note);
            builder.Eventing.Subscribe<ResourceStoppedEvent>(server, Note);
        });
        await application.WaitUntilHealthyAsync("server");

        Assert.IsTrue((await application.CommandAsync("server", KnownResourceCommands.StopCommand)).Success);
        await application.EndAsync("server");
        await Eventually.IsTrueAsync(() => events.Contains(nameof(ResourceStoppedEvent)));

        // The first is published beside the others.
        Assert.AreEqual(1, events.Count(e => e == nameof(InitializeResourceEvent)));
        Assert.AreEqual(
            "ResourceEndpointsAllocatedEvent ConnectionStringAvailableEvent BeforeResourceStartedEvent ResourceReadyEvent ResourceStoppedEvent",
            string.Join(' ', events.Where(e => e != nameof(InitializeResourceEvent))));

        Task Note<T>(T e, CancellationToken cancellationToken)
        {
            events.Enqueue(typeof(T).Name);
            return Task.CompletedTask;
        }
    }

    [TestMethod]
    public async Task A_program_without_endpoints_and_checks_is_ready_when_it_runs()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.Eventing.Subscribe<ResourceReadyEvent>(Sleeper(builder).Resource, (_, _) =>
            {
                ready.SetResult();
                return Task.CompletedTask;
            }));

        await ready.Task.Soon();
    }

    [TestMethod]
    public async Task What_it_writes_is_in_the_log_of_Aspire_while_it_runs_and_afterwards()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "echo one; echo two >&2; exec sleep 600"));
        await application.WaitAsync("program", KnownResourceStates.Running);
        ResourceLoggerService loggers = application.Services.GetRequiredService<ResourceLoggerService>();
        List<string> watched = [];
        await foreach (IReadOnlyList<LogLine> batch in loggers.WatchAsync(application.IdOf("program")))
        {
            watched.AddRange(batch.Select(line => line.Content));
            if (watched.Any(line => line.EndsWith("two", StringComparison.Ordinal)))
            {
                break;
            }
        }

        await ExecuteAsync(application, KnownResourceCommands.StopCommand);

        string log = string.Join('\n', await application.LogAsync("program"));
        StringAssert.Contains(string.Join('\n', watched), "one");
        Assert.AreEqual(2, log.Split("one").Length);
        Assert.AreEqual(2, log.Split("two").Length);
    }

    private static IResourceBuilder<ExecutableResource> Sleeper(IDistributedApplicationBuilder builder) =>
        builder.AddExecutable("program", "sleep", "/", "600");

    private static int PidOf(CustomResourceSnapshot snapshot) => (int)snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;

    private static async Task ExecuteAsync(LocalApplication application, string command)
    {
        ExecuteCommandResult result = await application.CommandAsync("program", command);
        Assert.IsTrue(result.Success, result.Message);
    }

    // All states until the resource has ended.
    private static async Task<string> StatesAsync(LocalApplication application, string resource)
    {
        List<string> states = [];
        await foreach (ResourceEvent e in application.Notifications.WatchAsync())
        {
            if (e.Resource.Name == resource && e.Snapshot.State?.Text is { } state && states.LastOrDefault() != state)
            {
                states.Add(state);
                if (KnownResourceStates.TerminalStates.Contains(state))
                {
                    break;
                }
            }
        }

        return string.Join(' ', states);
    }

    private sealed class Server(string name) : ExecutableResource(name, "dotnet", "/"), IResourceWithConnectionString
    {
        public ReferenceExpression ConnectionStringExpression =>
            ReferenceExpression.Create($"{new EndpointReference(this, "tcp").Property(EndpointProperty.HostAndPort)}");
    }
}
