using TestOrchestrator.AppModel;
using TestOrchestrator.Hosting.Building;
using TestOrchestrator.Hosting.Capturing;
using TestOrchestrator.Groups.Keeping;
using TestOrchestrator.Hosting.Foreground;

namespace TestOrchestrator.Hosting;

/// <summary>An application that an app host describes and runs.</summary>
/// <remarks>
/// Run by hand (<c>dotnet run</c>), it runs in the foreground until Ctrl+C. Under a test, the same app host only hands its model over, once
/// for each application that the tests need.
/// </remarks>
public sealed class DistributedApplication
{
    private readonly AppHostProject _project;
    private readonly IReadOnlyList<string> _args;

    internal DistributedApplication(ApplicationModel model, AppHostProject project, IReadOnlyList<string> args)
    {
        Model = model;
        _project = project;
        _args = args;
    }

    /// <summary>Gets what the application is.</summary>
    public ApplicationModel Model { get; }

    /// <summary>Starts to describe an application.</summary>
    /// <param name="args">The arguments of the app host; <c>--Parameters:NAME=VALUE</c> sets a parameter, <c>--lane real</c> the lane, <c>--reopen DIRECTORY</c> continues an application that a test run has kept.</param>
    /// <returns>A builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(string[]? args = null)
    {
        AppHostCapture? capture = AppHostCapture.Current;
        AppHostProject project = capture?.Project ?? AppHostProject.OfEntryAssembly();
        string[] all = [.. args ?? [], .. capture?.Args ?? []];
        return AppHostBuilder.Create(project, Reopening.WithArgsOf(all), isTest: capture is not null);
    }

    /// <summary>Runs the application in the foreground until Ctrl+C or SIGTERM: prints where its resources are, follows their logs, stops everything.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs the application in the foreground until Ctrl+C, SIGTERM, or the token: prints where its resources are, follows their logs, stops everything.</summary>
    /// <param name="cancellationToken">Stops the application.</param>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        AppHostCapture.Current?.Unwind();
        if (Environment.GetEnvironmentVariable(GroupKeeper.Variable) is { Length: > 0 } group)
        {
            Environment.ExitCode = await KeptGroup.RunAsync(group, Model, _project, _args).ConfigureAwait(false);
            return;
        }

        Environment.ExitCode = await new ForegroundRun(Model, _project, _args).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
