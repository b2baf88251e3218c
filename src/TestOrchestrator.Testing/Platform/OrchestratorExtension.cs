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
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.Testing.Evidence;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Platform;

/// <summary>
/// The platform's side of a session: hears of tests, ends the session however the run ends, publishes evidence and what no test saw.
/// </summary>
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
        if (_options.IsOptionSet(OrchestratorOptions.DotnetTestPipe))
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
        await EndDashboardAsync(session, testSessionContext.CancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// Runs when the platform disposes of its services: also after a run that was canceled, where nothing else is called.
    /// </summary>
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
        await session.FindTelemetryAsync().ConfigureAwait(false);
        if (await session.FindDashboardAsync().ConfigureAwait(false) is { } dashboard)
        {
            await SayAsync($"{dashboard.Address}", cancellationToken).ConfigureAwait(false);
        }
        else if (session.OtherDashboard is { } other)
        {
            await SayAsync($"{other.Address}, of process {other.Owner.Pid}", cancellationToken).ConfigureAwait(false);
        }

        if (session.WhyNoDashboard is { } reason)
        {
            await WarnAsync(reason).ConfigureAwait(false);
        }
    }

    private async Task EndDashboardAsync(TestSession session, CancellationToken cancellationToken)
    {
        RunDashboard? dashboard = await session.FindDashboardAsync().ConfigureAwait(false);
        string again = $"orch dashboard {session.RunDirectory} opens the run again";
        if (dashboard is not null || session.OtherDashboard is not null)
        {
            session.ReportDashboard();
        }

        if (dashboard?.Failure is { } failure)
        {
            await WarnAsync($"{failure}{Environment.NewLine}{again}.").ConfigureAwait(false);
        }
        else if (dashboard is not null && session.WaitsWithDashboard)
        {
            await SayAsync($"{dashboard.Address} stays until Ctrl+C", CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (dashboard is not null)
        {
            // Other test hosts of the same solution, which would lose what shows them.
            await dashboard.WaitForReportersAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SayAsync($"it ends now; {again}", CancellationToken.None).ConfigureAwait(false);
        }
        else if (session.OtherDashboard is not null)
        {
            await SayAsync(again, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Task WarnAsync(string text) =>
        _output.DisplayAsync(this, new WarningMessageOutputDeviceData(text), CancellationToken.None);

    private Task SayAsync(string text, CancellationToken cancellationToken) =>
        _output.DisplayAsync(this, new SessionMessageOutputDeviceData($"dashboard: {text}"), cancellationToken);

    private static void EndProcess(TestSession session, int exitCode)
    {
        session.DisposeAsync().AsTask().Wait(s_signalLimit);
        Environment.Exit(exitCode);
    }
}
