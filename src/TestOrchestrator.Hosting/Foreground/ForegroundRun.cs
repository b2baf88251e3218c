using System.Net;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Building;
using TestOrchestrator.Hosting.Runs;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>Runs an application by hand: on 127.0.0.1, with the ports that it wishes for where they are free, until somebody ends it.</summary>
internal sealed class ForegroundRun(ApplicationModel model, AppHostProject project, IReadOnlyList<string> args)
{
    private const int Failed = 1;

    private static readonly TimeSpan s_healthInterval = TimeSpan.FromSeconds(5);

    private readonly TextWriter _console = Console.Out;
    private readonly KeptApplication? _kept = Reopening.Of(args);

    /// <returns>The exit code: 0 if the application was ended, 1 if it could not be run.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using EndSignals signals = new(end);
        try
        {
            EngineRun run = OrchestratorRun.Start(new()
            {
                Name = project.Name,
                ProjectDirectory = project.Directory,
                Lane = _kept is null ? LaneChoice.OfArguments(args) : Lane.Real,
                HealthInterval = s_healthInterval,
                UnmatchedRequests = Proxy.Sessions.UnmatchedRequests.Forward,
            });
            await using (run.ConfigureAwait(false))
            {
                await RunAsync(run, end.Token).ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception e) when (e is Engine.Errors.EngineException or AppModel.Validation.AppModelException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return Failed;
        }
    }

    private async Task RunAsync(EngineRun run, CancellationToken cancellationToken)
    {
        ApplicationOptions options = _kept is null
            ? new() { Name = project.Name, Address = IPAddress.Loopback }
            : new() { Name = project.Name, Kept = _kept };
        RunningApplication application = run.CreateApplication(model, options);
        await using (application.ConfigureAwait(false))
        {
            if (_kept is not null)
            {
                await _console.WriteLineAsync($"Reopening '{_kept.Directory}': the data of its servers are what they were; what ConfigureApp of the test class did is not repeated.").ConfigureAwait(false);
            }

            await _console.WriteLineAsync($"Starting {application.Resources.Count} resources in the lane '{application.Lane}'. Logs: {application.LogDirectory}").ConfigureAwait(false);
            ConsoleFollower follower = new(application, _console, run.Options.TimeProvider);
            await using (follower.ConfigureAwait(false))
            {
                try
                {
                    await application.StartAsync(cancellationToken).ConfigureAwait(false);
                    await _console.WriteLineAsync(ResourceTable.Render(application)).ConfigureAwait(false);
                    if (await ConnectionStringsFile.WriteAsync(application, cancellationToken).ConfigureAwait(false) is { } file)
                    {
                        await _console.WriteLineAsync($"Connection strings, for you alone: {file}").ConfigureAwait(false);
                    }

                    await _console.WriteLineAsync("Press Ctrl+C to stop.").ConfigureAwait(false);
                    await Task.Delay(Timeout.InfiniteTimeSpan, run.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    await _console.WriteLineAsync("Stopping.").ConfigureAwait(false);
                }
            }
        }
    }
}
