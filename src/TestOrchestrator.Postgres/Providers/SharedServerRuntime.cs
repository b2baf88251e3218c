using System.Collections.Concurrent;
using System.Collections.Immutable;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.FrontDoors;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Realises a server as a front door of the shared one. Stopping it closes the door; the databases stay.</summary>
internal sealed class SharedServerRuntime(ResourceContext context) : IResourceRuntime
{
    private readonly PostgresServerResource _resource = (PostgresServerResource)context.Resource;

    /// <summary>Gets the shared server's name of each database by the application's.</summary>
    public ConcurrentDictionary<string, string> Databases { get; } = new(StringComparer.Ordinal);

    private SharedServer Server => SharedServer.Of(context.Run);

    public Task PrepareAsync(CancellationToken cancellationToken) => Server.GetSocketPathAsync(cancellationToken);

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        string user = await _resource.UserName.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        string password = await _resource.PasswordParameter.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        await Server.EnsureUserAsync(user, cancellationToken).ConfigureAwait(false);

        // Tools and health checks connect to it to ask for nothing in particular.
        Databases["postgres"] = "postgres";
        string socket = await Server.GetSocketPathAsync(cancellationToken).ConfigureAwait(false);
        Task<ProcessExit> serverExited = await Server.GetExitedAsync(cancellationToken).ConfigureAwait(false);
        FrontDoor door = new(context.GetEndpoint(PostgresServerResource.EndpointName).Address, new() { UserName = user, Password = password }, socket, Databases);
        return new FrontDoorInstance(door, serverExited);
    }

    public Task KeepAsync(string directory)
    {
        new KeptCluster { DataDirectory = Server.Keep(), Databases = Databases.Where(d => d.Key != d.Value).ToImmutableDictionary() }.Write(directory);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
