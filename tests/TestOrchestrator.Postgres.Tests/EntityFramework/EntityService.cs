using System.Net.Http.Json;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Projects;
using TestOrchestrator.AppModel.References;
using TestOrchestrator.AppModel.Waiting;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.EntityFramework;

/// <summary>The program below tests/Assets that keeps items with Entity Framework.</summary>
internal sealed class EntityService : IProjectMetadata
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    // …/.artifacts/bin/TestOrchestrator.Postgres.Tests/debug/
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);

    public string ProjectPath => Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", "..", "..", "tests", "Assets", "EntityService", "EntityService.csproj"));

    public string? TargetPath => Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", "EntityService", s_here.Name, "EntityService.dll"));

    /// <summary>Describes an application of the service and its database.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="ownDataSource">Whether the service makes a data source itself, instead of giving Entity Framework a connection string.</param>
    public static void Describe(IDistributedApplicationBuilder builder, bool ownDataSource)
    {
        IResourceBuilder<PostgresDatabaseResource> items = builder.AddPostgres("postgres").AddDatabase("items");
        IResourceBuilder<ProjectResource> service = builder.AddProject<EntityService>("service").WithHttpEndpoint().WithReference(items).WaitFor(items);
        if (ownDataSource)
        {
            service.WithEnvironment("ASSET_DATA_SOURCE", "own");
        }
    }

    /// <summary>Adds an item, and gets all.</summary>
    public static async Task<string> AddAsync(RunningApplication app, string name)
    {
        using HttpResponseMessage response = await s_http.PostAsJsonAsync(new Uri(app.GetEndpoint("service").Url, "items"), new { Name = name, Tags = new[] { new { Text = "new" } } }).Soon();
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : $"{response.StatusCode} {await File.ReadAllTextAsync(app.LogFileOf("service"))}";
    }
}
