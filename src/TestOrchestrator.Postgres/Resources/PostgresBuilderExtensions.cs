using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Providers;

namespace TestOrchestrator.Postgres.Resources;

/// <summary>Adds PostgreSQL servers and databases.</summary>
public static class PostgresBuilderExtensions
{
    private const int WellKnownPort = 5432;

    /// <summary>Adds a PostgreSQL server. In the lane <c>fast</c> applications share one, each with databases of its own.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="userName">The name of the superuser; the default is <c>postgres</c>.</param>
    /// <param name="password">The password of the superuser; the default is a random one for each application.</param>
    /// <param name="port">The port; the default is 5432 on the application's own address.</param>
    /// <returns>A builder for the server.</returns>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ParameterResource secret = password?.Resource ?? builder.CreateGeneratedPassword($"{name}-password");
        return builder.AddResource(new PostgresServerResource(name, userName?.Resource, secret))
            .WithAnnotation(new EndpointAnnotation { Name = PostgresServerResource.EndpointName, Port = port, WellKnownPort = WellKnownPort })
            .WithAnnotation(PostgresServerProvider.Instance);
    }

    /// <summary>Adds a database to a server.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="databaseName">The name of the database in the server; the default is the name of the resource.</param>
    /// <returns>A builder for the database.</returns>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource))
            .WithAnnotation(PostgresDatabaseProvider.Instance);
    }

    /// <summary>
    /// States that SQL files make the schema of the database. They are run once, by ordinal file name, on a template; the database of each
    /// application is a copy of it.
    /// </summary>
    /// <param name="builder">The database.</param>
    /// <param name="directory">The directory of the <c>*.sql</c> files; a relative path starts at the app host's directory. Called again, another directory comes after.</param>
    /// <returns>The database's builder.</returns>
    public static IResourceBuilder<PostgresDatabaseResource> WithMigrations(this IResourceBuilder<PostgresDatabaseResource> builder, string directory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return builder.WithAnnotation(new MigrationsAnnotation { Directory = builder.ApplicationBuilder.GetFullPath(directory) });
    }

    /// <summary>States that SQL files are run, by ordinal file name, in each database of the server before its migrations.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="source">The directory of the <c>*.sql</c> files; a relative path starts at the app host's directory.</param>
    /// <returns>The server's builder.</returns>
    /// <remarks>A container runs these files in its default database; here, where servers are shared, that is each database of the application.</remarks>
    public static IResourceBuilder<PostgresServerResource> WithInitFiles(this IResourceBuilder<PostgresServerResource> builder, string source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        return builder.WithAnnotation(new InitFilesAnnotation { Directory = builder.ApplicationBuilder.GetFullPath(source) });
    }

    /// <summary>States that the server keeps its data beyond its application. Only the lane <c>containers</c> can; another says so.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the volume; the default is one of its own.</param>
    /// <returns>The server's builder.</returns>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new DataVolumeAnnotation { Name = name }, ResourceAnnotationMutationBehavior.Replace);
    }
}
