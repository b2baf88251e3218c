using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Removals;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Containers.Providers;

/// <summary>One container, until it is removed, which it is as soon as it has ended. Thread-safe once it has started.</summary>
internal sealed class ContainerInstance(UnitContext context, ContainerProvider provider, string name, RemovalNote note) : IUnitInstance
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ProcessExit> Ended => _ended.Task;

    public IReadOnlyCollection<IPEndPoint> Listeners { get; private set; } = [];

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

    public async Task StartAsync(string network, CancellationToken cancellationToken)
    {
        await provider.Engine.PostAsync($"containers/{name}/start", null, cancellationToken).ConfigureAwait(false);
        JsonNode? container = await provider.Engine.GetAsync($"containers/{name}/json", cancellationToken).ConfigureAwait(false);
        JsonNode? inNetwork = container?["NetworkSettings"]?["Networks"]?[network];

        // One that has ended already has no address any more.
        if (IPAddress.TryParse(inNetwork?["IPAddress"]?.GetValue<string>(), out IPAddress? address))
        {
            IEnumerable<EndpointDefinition> endpoints = context.Unit.Endpoints.Where(e => e.Scheme != "udp");
            Listeners = [.. endpoints.Select(e => new IPEndPoint(address, provider.Ports[e.Name]))];
        }

        _ = FollowAsync();
    }

    public async Task StopAsync(StopMode mode)
    {
        using CancellationTokenSource limit = new(s_limit, context.Run.Options.TimeProvider);
        TimeSpan grace = context.Unit.Stop.Grace ?? context.Run.Options.StopGrace;
        string stop = string.Create(CultureInfo.InvariantCulture, $"stop?t={Math.Ceiling(grace.TotalSeconds)}");
        string path = $"containers/{name}/{(mode == StopMode.Discard ? "kill" : stop)}";
        await provider.Engine.EndAsync(path, limit.Token).ConfigureAwait(false);
        await _ended.Task.WaitAsync(limit.Token).ConfigureAwait(false);
    }

    /// <summary>Removes the container, whatever state it is in.</summary>
    public async Task RemoveAsync()
    {
        using CancellationTokenSource limit = new(s_limit, context.Run.Options.TimeProvider);
        await provider.Engine.DeleteAsync($"containers/{name}?force=true&v=true", limit.Token).ConfigureAwait(false);
        note.Dispose();
    }

    private async Task FollowAsync()
    {
        ProcessExit exit = new();
        try
        {
            Task logs = new ContainerLog(provider.Engine, name, context.LogFile).CopyAsync();
            JsonNode? end = await provider.Engine.PostAsync($"containers/{name}/wait", null, CancellationToken.None).ConfigureAwait(false);
            exit = new() { ExitCode = end?["StatusCode"]?.GetValue<int>() };
            await logs.WaitAsync(s_limit, context.Run.Options.TimeProvider).ConfigureAwait(false);
            await RemoveAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or IOException or HttpRequestException
            or TimeoutException or OperationCanceledException)
        {
            // Its note is left: the nursery removes it at the end of the run.
            context.Note($"The container '{name}' could not be followed to its end: {e.Message}");
        }
        finally
        {
            _ended.TrySetResult(exit);
        }
    }
}
