using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class LifetimeTests : IAsyncDisposable
{
    private const int Many = 50;

    private readonly HostingRun _run = new();

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [TestMethod]
    public async Task Nothing_is_left_of_an_application_that_is_disposed_of()
    {
        string mark = $"TO_MARK={Guid.NewGuid():N}";
        string[] variable = mark.Split('=');
        LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "sleep 600 & setsid sleep 600 & exec sleep 600")
                .WithEnvironment(variable[0], variable[1]);
            IResourceBuilder<ExecutableResource> server = builder.AddExecutable("server", "dotnet", "/", "exec", AssetPrograms.PortListener)
                .WithHttpEndpoint(targetPort: 8080).WithHttpHealthCheck("/").WithEnvironment(variable[0], variable[1]);
            server.WithArgs(ReferenceExpression.Create($"{server.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}"));
        });
        await application.WaitUntilHealthyAsync("server");
        IPEndPoint endpoint = application.Group.GetEndpoint("server").Address;
        Assert.IsGreaterThanOrEqualTo(2, MarkedProcesses.With(mark).Count);

        await application.DisposeAsync();

        Assert.AreEqual("", string.Join('\n', MarkedProcesses.With(mark)));
        using TcpListener listener = new(endpoint);
        listener.Start();
    }

    [TestMethod]
    public async Task Applications_of_one_model_run_at_once_each_with_the_same_port_on_an_address_of_its_own()
    {
        LocalApplication[] applications = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => LocalApplication.StartAsync(
            builder => builder.AddExecutable("program", "sleep", "/", "600").WithHttpEndpoint(targetPort: 8080), _run)));
        try
        {
            await Task.WhenAll(applications.Select(a => a.WaitAsync("program", KnownResourceStates.Running)));

            Assert.HasCount(4, applications.Select(a => a.Group.GetEndpoint("program").Address.ToString()).Distinct());
            Assert.IsTrue(applications.All(a => a.Group.GetEndpoint("program").Address.Port == 8080));
        }
        finally
        {
            await Task.WhenAll(applications.Select(a => a.DisposeAsync().AsTask()));
        }
    }

    [TestMethod]
    public async Task A_start_that_is_canceled_leaves_nothing()
    {
        string mark = $"TO_MARK={Guid.NewGuid():N}";
        using CancellationTokenSource canceled = new();
        LocalApplication application = LocalApplication.Build(builder =>
        {
            IResourceBuilder<ExecutableResource> first = builder.AddExecutable("first", "sleep", "/", "600")
                .WithEnvironment(mark.Split('=')[0], mark.Split('=')[1]);
            builder.AddExecutable("second", "true", "/").WaitForCompletion(first);
        });
        Task start = application.Application.StartAsync(canceled.Token);
        await application.WaitAsync("second", KnownResourceStates.Waiting);

        await canceled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => start);
        await application.DisposeAsync();

        Assert.AreEqual("", string.Join('\n', MarkedProcesses.With(mark)));
    }

    [TestMethod]
    public async Task Models_of_applications_that_have_ended_are_collected()
    {
        List<WeakReference> models = [];
        for (int i = 0; i < Many; i++)
        {
            models.Add(await RunOneAsync());
        }

        await AssertCollectedAsync(models);
    }

    [TestMethod]
    public async Task So_are_those_of_app_hosts_with_all_that_listened_to_them()
    {
        List<WeakReference> models = [];
        for (int i = 0; i < Many; i++)
        {
            models.Add(await RunAppHostAsync());
        }

        await AssertCollectedAsync(models);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> RunOneAsync()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(
            builder => builder.AddExecutable("program", "sleep", "/", "600").WithHttpEndpoint(), _run);
        await application.WaitAsync("program", KnownResourceStates.Running);
        return new(application.Model);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> RunAppHostAsync()
    {
        await using AppHostApplication application = await AppHostApplication.CreateAsync(
            new() { AppHost = typeof(PlainAppHost.Program) }, new() { Run = _run.Run, Name = "app", Lane = Lane.Fast });
        await application.WaitUntilReadyAsync();
        return new(application.Model);
    }

    // A thread's last task may hold a model for a moment longer.
    private static Task AssertCollectedAsync(List<WeakReference> models) => TestKit.Eventually.IsTrueAsync("every model is collected", () =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Task.FromResult(!models.Any(m => m.IsAlive));
    });
}
