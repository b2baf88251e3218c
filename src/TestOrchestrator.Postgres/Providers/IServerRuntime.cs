using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>One way to realise a server with its databases. What it holds ends with its disposal.</summary>
internal interface IServerRuntime : IAsyncDisposable
{
    /// <summary>Gets there what the server needs before it starts. The setup may be another when it does.</summary>
    Task PrepareAsync(ServerSetup setup, CancellationToken cancellationToken);

    Task<IUnitInstance> StartAsync(ServerSetup setup, CancellationToken cancellationToken);

    Task KeepAsync(string directory);

    /// <summary>Gets there what a database needs before it starts. The setup may be another when it does.</summary>
    Task PrepareDatabaseAsync(ServerSetup setup, PostgresDatabaseDefinition database, CancellationToken cancellationToken);

    /// <summary>Makes a database if it was never made. The server runs.</summary>
    Task StartDatabaseAsync(PostgresDatabaseDefinition database, CancellationToken cancellationToken);

    /// <summary>Lets clients into a database that was closed.</summary>
    Task OpenDatabaseAsync(PostgresDatabaseDefinition database);

    /// <summary>Lets no client into a database any more.</summary>
    Task CloseDatabaseAsync(PostgresDatabaseDefinition database);
}
