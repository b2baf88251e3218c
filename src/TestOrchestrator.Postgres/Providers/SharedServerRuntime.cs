using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
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

    public Task PrepareAsync(CancellationToken cancellationToken) => Server.GetProcessAsync(cancellationToken);

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        string user = await _resource.UserName.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        string password = await _resource.PasswordParameter.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        await Server.EnsureUserAsync(user, cancellationToken).ConfigureAwait(false);

        // Tools and health checks connect to it to ask for nothing in particular.
        Databases[ServerProcess.MaintenanceDatabase] = ServerProcess.MaintenanceDatabase;
        ServerProcess server = await Server.GetProcessAsync(cancellationToken).ConfigureAwait(false);
        FrontDoor door = OpenDoor(new() { UserName = user, Password = password }, server.SocketPath);
        return new FrontDoorInstance(door, server.Process.Exited, Explain);
    }

    public Task KeepAsync(string directory)
    {
        new KeptCluster { DataDirectory = Server.Keep(), Databases = Databases.Where(d => d.Key != d.Value).ToImmutableDictionary() }.Write(directory);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private FrontDoor OpenDoor(FrontDoorAccount account, string socketPath)
    {
        IPEndPoint address = context.GetEndpoint(PostgresServerResource.EndpointName).Address;
        try
        {
            return new(address, account, socketPath, Databases);
        }
        catch (SocketException e)
        {
            throw new EngineException("TO1605", $"The front door could not be opened at {address}: {e.Message}.", e);
        }
    }

    private void Explain(ProcessExit exit) =>
        context.Note($"The server that all applications of this run share {exit}. {LogTail.Quote(Server.LogFile)}");
}
