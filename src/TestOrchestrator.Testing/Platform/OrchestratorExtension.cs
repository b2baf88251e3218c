using System.Runtime.InteropServices;
using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Configurations;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.OutputDevice;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.Messages;
using Microsoft.Testing.Platform.OutputDevice;
using Microsoft.Testing.Platform.Services;
using TestOrchestrator.Testing.Evidence;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Platform;

/// <summary>The platform's side of a session: hears of tests, ends the session however the run ends, publishes evidence and what no test saw.</summary>
internal sealed class OrchestratorExtension : ITestSessionLifetimeHandler, IDataConsumer, IDataProducer, IOutputDeviceDataProducer, IAsyncCleanableExtension
{
    private static readonly TimeSpan s_signalLimit = TimeSpan.FromSeconds(5);

    private readonly IMessageBus _bus;
    private readonly IOutputDevice _output;
    private readonly ICommandLineOptions _options;
    private readonly IConfiguration _configuration;
    private readonly PendingSession _pending;
    private TestSession? _session;
    private PosixSignalRegistration? _terminated;
    private ParentWatch? _parent;

    public OrchestratorExtension(IServiceProvider services, PendingSession pending)
    {
        _bus = services.GetMessageBus();
        _output = services.GetOutputDevice();
        _options = services.GetCommandLineOptions();
        _configuration = services.GetConfiguration();
        _pending = pending;
    }

    public string Uid => "TestOrchestrator";

    public string Version => ExtensionVersion.Text;

    public string DisplayName => "TestOrchestrator";

    public string Description => "Gives every test class its own distributed application";

    public Type[] DataTypesConsumed { get; } = [typeof(TestNodeUpdateMessage)];

    public Type[] DataTypesProduced { get; } = [typeof(TestNodeUpdateMessage), typeof(SessionFileArtifact)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(!_options.IsOptionSet("list-tests"));

    public async Task OnTestSessionStartingAsync(ITestSessionContext testSessionContext)
    {
        TestSession session = _pending.Take() ?? new(OrchestratorOptions.Read(_options, _configuration));
        _session = session;
        session.Begin();

        // Ctrl+C, --timeout, --maximum-failed-tests: applications go at once, so that tests which are blocked on them fail fast.
        testSessionContext.CancellationToken.Register(() => _ = session.StopAppsAsync());

        // A second Ctrl+C ends the process at once: the nursery, which sees its pipe close, ends the rest.
        _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            EndProcess(session, 128 + 15);
        });
        if (_options.IsOptionSet("dotnet-test-pipe"))
        {
            _parent = ParentWatch.Start(() => EndProcess(session, 128 + 9));
        }

        _ = AnnounceDashboardAsync(session, testSessionContext.CancellationToken);
        if (session.WhyNothingIsKept is { } reason)
        {
            WarningMessageOutputDeviceData warning = new(reason);
            await _output.DisplayAsync(this, warning, testSessionContext.CancellationToken).ConfigureAwait(false);
        }
    }

    public Task ConsumeAsync(IDataProducer dataProducer, IData value, CancellationToken cancellationToken)
    {
        TestNode node = ((TestNodeUpdateMessage)value).TestNode;
        if (node.Properties.SingleOrDefault<TestMethodIdentifierProperty>() is not { } method)
        {
            return Task.CompletedTask;
        }

        string className = method.Namespace.Length == 0 ? method.TypeName : $"{method.Namespace}.{method.TypeName}";
        switch (node.Properties.SingleOrDefault<TestNodeStateProperty>())
        {
            case null or DiscoveredTestNodeStateProperty:
                break;
            case InProgressTestNodeStateProperty:
                _session?.TestStarted(className, node.Uid.Value);
                break;
            case { } ended:
                _session?.TestFinished(className, node.Uid.Value, hasFailed: ended is FailedTestNodeStateProperty or ErrorTestNodeStateProperty or TimeoutTestNodeStateProperty);
                break;
        }

        return Task.CompletedTask;
    }

    public async Task OnTestSessionFinishingAsync(ITestSessionContext testSessionContext)
    {
        if (_session is not { } session)
        {
            return;
        }

        await session.StopAppsAsync().ConfigureAwait(false);
        if (session.WaitsWithDashboard && await session.FindDashboardAsync().ConfigureAwait(false) is { } dashboard)
        {
            await _output.DisplayAsync(this, new SessionMessageOutputDeviceData($"dashboard: {dashboard.Address} stays until Ctrl+C"), CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, testSessionContext.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (await session.FindDashboardAsync().ConfigureAwait(false) is not null)
        {
            string again = $"dashboard: it ends now; orch dashboard {session.RunDirectory} opens the run again";
            await _output.DisplayAsync(this, new SessionMessageOutputDeviceData(again), CancellationToken.None).ConfigureAwait(false);
        }

        session.ReportRecordings();
        foreach (EvidenceFile file in session.Evidence)
        {
            await _bus.PublishAsync(this, new SessionFileArtifact(testSessionContext.SessionUid, new(file.Path), file.DisplayName)).ConfigureAwait(false);
        }

        foreach ((string className, Exception failure) in session.PostMortem)
        {
            await _bus.PublishAsync(this, PostMortemNode.Make(testSessionContext.SessionUid, className, failure)).ConfigureAwait(false);
        }

        if (!session.Recordings.IsEmpty)
        {
            string told = session.Recordings.Render();
            IOutputDeviceData data = session.Recordings.HasMisses ? new WarningMessageOutputDeviceData(told) : new SessionMessageOutputDeviceData(told);
            await _output.DisplayAsync(this, data, testSessionContext.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs when the platform disposes of its services: also after a run that was canceled, where nothing else is called.</summary>
    public async Task CleanupAsync()
    {
        if (_session is { } session)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        _terminated?.Dispose();
        _parent?.Dispose();
    }

    private async Task AnnounceDashboardAsync(TestSession session, CancellationToken cancellationToken)
    {
        if (await session.FindDashboardAsync().ConfigureAwait(false) is { } dashboard)
        {
            await _output.DisplayAsync(this, new SessionMessageOutputDeviceData($"dashboard: {dashboard.Address}"), cancellationToken).ConfigureAwait(false);
        }
        else if (session.WhyNoDashboard is { } reason)
        {
            await _output.DisplayAsync(this, new WarningMessageOutputDeviceData(reason), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void EndProcess(TestSession session, int exitCode)
    {
        session.DisposeAsync().AsTask().Wait(s_signalLimit);
        Environment.Exit(exitCode);
    }
}
