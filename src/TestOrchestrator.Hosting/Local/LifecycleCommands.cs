using Aspire.Hosting.ApplicationModel;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Adds the commands start, stop and restart to resources, with the names and the rules of Aspire.</summary>
internal static class LifecycleCommands
{
    public static void Add(
        IResource resource,
        Func<string, CancellationToken, Task> start,
        Func<string, CancellationToken, Task> stop,
        Func<string, CancellationToken, Task> restart)
    {
        if (AspireInternals.Instance.HasNoLifecycleCommands(resource))
        {
            return;
        }

        Add(resource, KnownResourceCommands.StartCommand, "Start", "Play", isHighlighted: true, StateOfStart, start);
        Add(resource, KnownResourceCommands.StopCommand, "Stop", "Stop", isHighlighted: true, StateOfStop, stop);
        const string Icon = "ArrowCounterclockwise";
        Add(resource, KnownResourceCommands.RestartCommand, "Restart", Icon, isHighlighted: false, StateOfRestart, restart);
    }

    private static ResourceCommandState StateOfStart(string? state) =>
        string.IsNullOrEmpty(state) || state == KnownResourceStates.Starting ? ResourceCommandState.Disabled
        : HasEnded(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Enabled
        : ResourceCommandState.Hidden;

    private static ResourceCommandState StateOfStop(string? state) =>
        state == KnownResourceStates.Running || state == KnownResourceStates.RuntimeUnhealthy ? ResourceCommandState.Enabled
        : state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
        : ResourceCommandState.Hidden;

    private static ResourceCommandState StateOfRestart(string? state) =>
        state == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    private static bool HasEnded(string state) =>
        KnownResourceStates.TerminalStates.Contains(state) || state == KnownResourceStates.NotStarted || state == "Unknown";

    private static void Add(
        IResource resource,
        string name,
        string display,
        string icon,
        bool isHighlighted,
        Func<string?, ResourceCommandState> stateOf,
        Func<string, CancellationToken, Task> execute) =>
        resource.Annotations.Add(new ResourceCommandAnnotation(
            name,
            display,
            context => stateOf(context.ResourceSnapshot.State?.Text),
            async context =>
            {
                await execute(context.ResourceName, context.CancellationToken).ConfigureAwait(false);
                return CommandResults.Success();
            },
            displayDescription: null,
            parameter: null,
            confirmationMessage: null,
            icon,
            IconVariant.Filled,
            isHighlighted));
}
