#pragma warning disable CS0618 // A hook is obsolete, and works.
using System.Collections.Concurrent;
using System.Net.Sockets;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>What code that subscribes to Aspire's events, or executes its commands, relies on whichever engine runs the model.</summary>
[TestClass]
public sealed class SubscriberTests
{
    // Aspire's engine allocates the endpoints of all resources before it publishes those of the first.
    [TestMethod]
    public async Task Every_endpoint_is_known_to_the_first_event_about_endpoints()
    {
        ConcurrentQueue<bool> known = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<ExecutableResource> first = Shell(builder, "first", "echo $OTHER").WithHttpEndpoint();
            IResourceBuilder<ExecutableResource> last = Shell(builder, "last", "echo $OTHER").WithHttpEndpoint();
            first.WithEnvironment("OTHER", last.GetEndpoint("http"));
            last.WithEnvironment("OTHER", first.GetEndpoint("http"));
            builder.Eventing.Subscribe<ResourceEndpointsAllocatedEvent>((_, _) =>
            {
                known.Enqueue(first.GetEndpoint("http").IsAllocated && last.GetEndpoint("http").IsAllocated);
                return Task.CompletedTask;
            });
        });

        CollectionAssert.AreEqual(new[] { true, true }, known);
        CollectionAssert.AreEqual(new[] { UrlOf(application, "last") }, await application.OutputAsync("first"));
        CollectionAssert.AreEqual(new[] { UrlOf(application, "first") }, await application.OutputAsync("last"));
    }

    // Aspire publishes the first event of a resource beside everything else: parameters and custom resources live in their subscribers.
    [TestMethod]
    public async Task A_subscriber_of_the_first_event_that_goes_on_holds_nothing_up()
    {
        TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.Eventing.Subscribe<InitializeResourceEvent>(Sleeper(builder, "program").Resource, (_, _) => over.Task));

        await application.WaitUntilHealthyAsync("program");

        over.SetResult();
    }

    [TestMethod]
    public async Task A_connection_string_is_announced_once_for_each_start()
    {
        ConcurrentQueue<string> announced = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<RedisResource> cache = builder.AddRedis("cache");
            builder.AddResource(new Part("part", cache.Resource));
            builder.Eventing.Subscribe<ConnectionStringAvailableEvent>((e, _) =>
            {
                announced.Enqueue(e.Resource.Name);
                return Task.CompletedTask;
            });
        });
        await application.WaitUntilHealthyAsync("cache");
        CollectionAssert.AreEqual(new[] { "cache", "part" }, announced);

        Assert.IsTrue((await application.CommandAsync("cache", KnownResourceCommands.RestartCommand)).Success);
        await application.WaitUntilHealthyAsync("cache");

        CollectionAssert.AreEqual(new[] { "cache", "part", "cache", "part" }, announced);
    }

    // Aspire gives a child the states of its container, unless it is of a kind that an engine or a subscriber runs.
    [TestMethod]
    public async Task A_child_has_the_states_of_its_container_unless_it_has_a_life_of_its_own()
    {
        ConcurrentQueue<string> stopped = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<RedisResource> cache = builder.AddRedis("cache");
            IResourceBuilder<Part> part = builder.AddResource(new Part("part", cache.Resource));
            builder.AddResource(new Part<Part>("part-of-the-part", part.Resource));
            builder.AddResource(new Tool("tool", cache.Resource)).WithArgs("600");
            builder.Eventing.Subscribe<ResourceStoppedEvent>((e, _) =>
            {
                stopped.Enqueue(e.Resource.Name);
                return Task.CompletedTask;
            });
        });
        await application.WaitUntilHealthyAsync("cache");
        await application.WaitAsync("part", KnownResourceStates.Running);
        await application.WaitAsync("part-of-the-part", KnownResourceStates.Running);

        await application.CommandAsync("cache", KnownResourceCommands.StopCommand);

        Assert.AreEqual(KnownResourceStates.Exited, (await application.EndAsync("part")).State?.Text);
        Assert.AreEqual(KnownResourceStates.Exited, (await application.EndAsync("part-of-the-part")).State?.Text);
        await application.WaitAsync("tool", KnownResourceStates.Running);
        await Eventually.IsTrueAsync(() => stopped.Count == 3);
        CollectionAssert.AreEqual(new[] { "cache", "part", "part-of-the-part" }, stopped);
    }

    // Aspire lets a server's databases be made in a subscriber of this event.
    [TestMethod]
    public async Task What_waits_starts_when_the_subscribers_of_readiness_have_done_their_work()
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LocalApplication application = LocalApplication.Build(builder =>
        {
            IResourceBuilder<ExecutableResource> server = Sleeper(builder, "server");
            builder.Eventing.Subscribe<ResourceReadyEvent>(server.Resource, (_, _) =>
            {
                begun.SetResult();
                return done.Task;
            });
            Sleeper(builder, "client").WaitFor(server);
        });
        Task start = application.StartAsync();
        await begun.Task.Soon();
        CustomResourceSnapshot waiting = await application.WaitAsync("client", KnownResourceStates.Waiting);

        done.SetResult();

        await application.WaitAsync("client", KnownResourceStates.Running);
        await start;
        Assert.IsNull(waiting.StartTimeStamp);
    }

    [TestMethod]
    public async Task A_subscriber_of_readiness_that_fails_fails_what_waits_and_says_why()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<ExecutableResource> server = Sleeper(builder, "server");
            builder.Eventing.Subscribe<ResourceReadyEvent>(server.Resource, (_, _) => throw new InvalidOperationException("no seeds"));
            Sleeper(builder, "client").WaitFor(server);
        });

        Assert.AreEqual(KnownResourceStates.FailedToStart, (await application.EndAsync("client")).State?.Text);
        StringAssert.Contains(string.Join('\n', await application.LogAsync("client")), "no seeds");
        await application.WaitAsync("server", KnownResourceStates.Running);
    }

    [TestMethod]
    public async Task Commands_for_one_resource_at_the_same_time_are_executed_one_after_the_other()
    {
        string mark = Guid.NewGuid().ToString("N");
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Sleeper(builder, "program").WithEnvironment("TO_MARK", mark));
        await application.WaitAsync("program", KnownResourceStates.Running);

        ExecuteCommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => application.CommandAsync("program", KnownResourceCommands.RestartCommand))));

        Assert.AreEqual("", string.Join('\n', results.Where(r => !r.Success).Select(r => r.Message)));
        await application.WaitAsync("program", KnownResourceStates.Running);
        Assert.HasCount(1, MarkedProcesses.With($"TO_MARK={mark}"));
    }

    // Aspire still calls two of these hooks, which its events have replaced; the one for endpoints nothing calls any more.
    [TestMethod]
    public async Task Hooks_of_the_life_cycle_are_called_in_order()
    {
        ConcurrentQueue<string> called = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            Sleeper(builder, "program").WithHttpEndpoint();
            builder.Services.AddSingleton<IDistributedApplicationLifecycleHook>(new Hook(called));
        });

        CollectionAssert.AreEqual(new[] { "start", "created" }, called);
    }

    // A client that asks too early may wait for its own limit: that of Redis for five seconds.
    [TestMethod]
    public async Task Health_is_asked_for_only_when_the_resource_listens()
    {
        ConcurrentQueue<bool> listened = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            EndpointReference? http = null;
            builder.Services.AddHealthChecks().AddCheck("client", () =>
            {
                using TcpClient client = new();
                try
                {
                    client.Connect(http!.Host, http.Port);
                }
                catch (SocketException)
                {
                    // Noted below.
                }

                listened.Enqueue(client.Connected);
                return HealthCheckResult.Healthy();
            });
            IResourceBuilder<ExecutableResource> server = builder
                .AddExecutable("server", "/bin/sh", "/", "-c", "sleep 1; exec dotnet exec \"$0\" \"$1\"", AssetPrograms.PortListener)
                .WithHttpEndpoint()
                .WithHealthCheck("client");
            http = server.GetEndpoint("http");
            server.WithArgs(ReferenceExpression.Create($"{http.Property(EndpointProperty.HostAndPort)}"));
        });

        await application.WaitUntilHealthyAsync("server");

        CollectionAssert.DoesNotContain(listened, false);
    }

    private static string UrlOf(LocalApplication application, string resource) =>
        application.Group.GetEndpoint(resource).Url.GetLeftPart(UriPartial.Authority);

    private static IResourceBuilder<ExecutableResource> Sleeper(IDistributedApplicationBuilder builder, string name) =>
        Shell(builder, name, "exec sleep 600");

    private static IResourceBuilder<ExecutableResource> Shell(IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "/bin/sh", "/", "-c", script);

    private sealed class Part(string name, RedisResource parent)
        : Resource(name), IResourceWithParent<RedisResource>, IResourceWithConnectionString
    {
        public RedisResource Parent => parent;

        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{parent.ConnectionStringExpression},part");
    }

    private sealed class Part<T>(string name, T parent) : Resource(name), IResourceWithParent<T>
        where T : IResource
    {
        public T Parent => parent;
    }

    private sealed class Tool(string name, IResource parent) : ExecutableResource(name, "sleep", "/"), IResourceWithParent
    {
        public IResource Parent => parent;
    }


    private sealed class Hook(ConcurrentQueue<string> called) : IDistributedApplicationLifecycleHook
    {
        public Task BeforeStartAsync(DistributedApplicationModel appModel, CancellationToken cancellationToken = default) =>
            CallAsync("start");

        public Task AfterEndpointsAllocatedAsync(DistributedApplicationModel appModel, CancellationToken cancellationToken = default) =>
            CallAsync("endpoints");

        public Task AfterResourcesCreatedAsync(DistributedApplicationModel appModel, CancellationToken cancellationToken = default) =>
            CallAsync("created");

        private Task CallAsync(string what)
        {
            called.Enqueue(what);
            return Task.CompletedTask;
        }
    }

}
