using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>Starts and stops resources that DCP runs, by Aspire's own commands. Thread-safe.</summary>
/// <param name="commands">Aspire's commands.</param>
/// <param name="statesOf">Tells the states of the instances of a resource.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class DcpCommands(
    ResourceCommandService commands, Func<IResource, IReadOnlyList<string?>> statesOf, TimeProvider timeProvider)
{
    /// <summary>The state of a program that DCP has killed: it had not ended in time. Aspire's commands take it for stopped.</summary>
    public const string Killed = "Unknown";

    // One attempt takes up to 20 s: DCP waits 6 s for a program to end, and Aspire asks DCP several times.
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_stateLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets whether nothing runs in a state.</summary>
    public static bool IsOver(string? state) => state is Killed || KnownResourceStates.TerminalStates.Contains(state);

    /// <summary>Starts all instances of a resource.</summary>
    /// <exception cref="EngineException">The command failed.</exception>
    public async Task StartAsync(IResource resource, CancellationToken cancellationToken)
    {
        ExecuteCommandResult result =
            await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken).ConfigureAwait(false);
        if (!result.Success)
        {
            string reason = result.Message ?? "it did not say why";
            throw new EngineException("TO1414", $"Aspire's command 'start' of '{resource.Name}' failed: {reason}");
        }
    }

    /// <summary>Stops all instances of a resource, and waits until none runs.</summary>
    /// <returns>The states of the instances.</returns>
    /// <exception cref="EngineException">Some still run after the limit.</exception>
    public async Task<IReadOnlyList<string?>> StopAsync(IResource resource, CancellationToken cancellationToken)
    {
        long begun = timeProvider.GetTimestamp();
        string? answer = null;
        for (int attempts = 0; ; attempts++)
        {
            IReadOnlyList<string?> states =
                await ReadStatesAsync(resource, attempts > 0 ? s_stateLimit : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (AreOver(states))
            {
                return states;
            }

            if (timeProvider.GetElapsedTime(begun) > s_stopLimit)
            {
                throw new EngineException(
                    "TO1414",
                    $"'{resource.Name}' did not stop within {s_stopLimit.TotalSeconds:0} s. Aspire's command 'stop' was given "
                    + $"{attempts} times, and said last: {answer ?? "nothing"} The states of its instances are: "
                    + $"{string.Join(", ", states.Select(static s => $"'{s}'"))}.");
            }

            answer = (await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellationToken)
                .ConfigureAwait(false)).Message;
        }
    }

    // The end of a program is published some time after the command that ended it.
    private async Task<IReadOnlyList<string?>> ReadStatesAsync(IResource resource, TimeSpan patience, CancellationToken cancellationToken)
    {
        long begun = timeProvider.GetTimestamp();
        while (true)
        {
            IReadOnlyList<string?> states = statesOf(resource);
            if (timeProvider.GetElapsedTime(begun) >= patience || AreOver(states))
            {
                return states;
            }

            await Task.Delay(s_step, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool AreOver(IReadOnlyList<string?> states) => states.Count > 0 && states.All(IsOver);
}
