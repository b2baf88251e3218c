using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.PostgreSQL;

// Extension methods are where those of Aspire's integrations are: an app host needs no line of usings.
#pragma warning disable IDE0130
namespace Aspire.Hosting;
#pragma warning restore IDE0130

/// <summary>Gives databases of Postgres their schema.</summary>
public static class PostgresMigrationsBuilderExtensions
{
    /// <summary>
    /// States the SQL files that make the schema of a database. The local engine runs them once, and copies the result for each
    /// application; with Aspire's own engine each is run once in the life of the data, when the database is there, before anything that
    /// waits for it starts.
    /// </summary>
    /// <param name="builder">The database.</param>
    /// <param name="directory">
    /// A directory with <c>*.sql</c> files, which are run in the order of their names; a relative path starts at the app host's directory.
    /// </param>
    /// <returns>The database's builder.</returns>
    public static IResourceBuilder<PostgresDatabaseResource> WithMigrations(
        this IResourceBuilder<PostgresDatabaseResource> builder,
        string directory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        string path = Path.GetFullPath(directory, builder.ApplicationBuilder.AppHostDirectory);
        builder.ApplicationBuilder.Eventing.Subscribe<ResourceReadyEvent>(builder.Resource, async (e, token) =>
        {
            if (e.Services.GetService<LocalEngineService>() is null)
            {
                string connectionString = await builder.Resource.ConnectionStringExpression.GetValueAsync(token).ConfigureAwait(false)
                    ?? throw new DistributedApplicationException($"The database '{builder.Resource.Name}' has no connection string.");
                await PostgresMigrations.RunAsync(connectionString, path, token).ConfigureAwait(false);
            }
        });
        return builder.WithAnnotation(new MigrationsAnnotation(path));
    }
}
