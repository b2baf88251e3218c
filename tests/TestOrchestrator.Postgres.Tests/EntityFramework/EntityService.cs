using System.Net.Http.Json;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.EntityFramework;

/// <summary>The program below tests/Assets that keeps items with Entity Framework.</summary>
internal static class EntityService
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    // …/.artifacts/bin/TestOrchestrator.Postgres.Tests/debug/
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);

    private static string ProjectPath => Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", "..", "..", "tests", "Assets", "EntityService", "EntityService.csproj"));

    private static string TargetPath => Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", "EntityService", s_here.Name, "EntityService.dll"));

    /// <summary>Describes an application of the service and its database.</summary>
    /// <param name="group">The application.</param>
    /// <param name="ownDataSource">Whether the service makes a data source itself, instead of giving Entity Framework a connection string.</param>
    public static void Describe(TestGroup group, bool ownDataSource)
    {
        TestUnit items = group.AddPostgres("postgres").AddDatabase("items").Unit;
        TestUnit service = group.AddService("service", ProjectPath, TargetPath).WithHttpEndpoint().WaitFor(items)
            .WithEnvironment("ConnectionStrings__items", new TestValue(context =>
                TestGroupExtensions.ConnectionString(context, "items"), ["postgres"]));
        if (ownDataSource)
        {
            service.WithEnvironment("ASSET_DATA_SOURCE", "own");
        }
    }

    /// <summary>Adds an item, and gets all.</summary>
    public static async Task<string> AddAsync(RunningApplication app, string name)
    {
        var item = new { Name = name, Tags = new[] { new { Text = "new" } } };
        using HttpResponseMessage response = await s_http.PostAsJsonAsync(new Uri(app.GetEndpoint("service").Url, "items"), item).Soon();
        return await TextOrLogAsync(app, response);
    }

    /// <summary>Gets what is at a path.</summary>
    public static async Task<string> GetAsync(RunningApplication app, string path)
    {
        using HttpResponseMessage response = await s_http.GetAsync(new Uri(app.GetEndpoint("service").Url, path)).Soon();
        return await TextOrLogAsync(app, response);
    }

    private static async Task<string> TextOrLogAsync(RunningApplication app, HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : $"{response.StatusCode} {await File.ReadAllTextAsync(app.LogFileOf("service"))}";
    }
}
