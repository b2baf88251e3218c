using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Projects;
using TestOrchestrator.Postgres;
using TestOrchestrator.Redis;

namespace Bench.Definitions;

/// <summary>The units that cases measure without an app host: the engine alone, without Aspire's model.</summary>
internal static class Units
{
    private const int PostgresPort = 5432;
    private const int RedisPort = 6379;

    // .../.artifacts/bin/Bench/release/
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);

    public static UnitDefinition Executable(string name, params string[] command) => new()
    {
        Name = name,
        Kind = "Executable",
        IsProgram = true,
        Provider = new ProcessProvider { Command = command[0], WorkingDirectory = "/" },
        Configure = (_, _) => Task.FromResult(UnitConfiguration.Empty with { Arguments = [.. command[1..]] }),
    };

    /// <summary>The smallest ASP.NET service.</summary>
    public static UnitDefinition Greeter(string name) => new()
    {
        Name = name,
        Kind = "Project",
        IsProgram = true,
        Provider = new DotnetServiceProvider
        {
            ProjectPath = Path.Combine(Cases.BenchRun.Project, "Assets", "Greeter", "Greeter.csproj"),
            TargetPath = Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", "Greeter", s_here.Name, "Greeter.dll")),
        },
        Endpoints = [new() { Name = "http", Scheme = "http" }],
        Configure = (context, _) => WithEnvironment(
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ASPNETCORE_URLS", context.GetEndpoint("http").Url.GetLeftPart(UriPartial.Authority))),
    };

    public static UnitDefinition Redis(string name, string password) => new()
    {
        Name = name,
        Kind = "Redis",
        Provider = new RedisProvider(),
        Endpoints = [new() { Name = "tcp", OwnAddressPort = RedisPort }],
        Configure = (_, _) => Task.FromResult(UnitConfiguration.Empty with { Arguments = ["--requirepass", password] }),
    };

    /// <summary>A server with one database.</summary>
    public static IEnumerable<UnitDefinition> Postgres(string name, string password, PostgresDatabaseDefinition database)
    {
        PostgresServerProvider provider = new() { Databases = [database] };
        UnitDefinition server = new()
        {
            Name = name,
            Kind = "PostgresServer",
            Provider = provider,
            Endpoints = [new() { Name = "tcp", OwnAddressPort = PostgresPort }],
            Configure = (_, _) => WithEnvironment(("POSTGRES_PASSWORD", password)),
        };
        return [server, .. provider.CreateDatabaseUnits(name)];
    }

    private static Task<UnitConfiguration> WithEnvironment(params (string Name, string Value)[] variables) =>
        Task.FromResult(UnitConfiguration.Empty with { Environment = variables.ToDictionary(v => v.Name, v => v.Value) });
}
