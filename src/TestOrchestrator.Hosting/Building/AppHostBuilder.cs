using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using TestOrchestrator.AppModel;

namespace TestOrchestrator.Hosting.Building;

/// <summary>Makes the builder of an application: its configuration as every .NET program has it, from the app host's directory.</summary>
internal static class AppHostBuilder
{
    // What Build needs of a builder, and a builder of the app model does not have.
    private static readonly ConditionalWeakTable<IDistributedApplicationBuilder, Origin> s_origins = [];

    public static IDistributedApplicationBuilder Create(AppHostProject project, IReadOnlyList<string> args, bool isTest)
    {
        AppHostEnvironment environment = new()
        {
            ApplicationName = project.Name,
            ContentRootPath = project.Directory,
            EnvironmentName = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
                ?? (isTest ? Environments.Development : Environments.Production),
        };
        ConfigurationManager configuration = new();
        configuration.SetBasePath(project.Directory);

        // Not reloaded: a model is built once, and each watched file takes an inotify instance, of which a user has 128.
        configuration.AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
        configuration.AddJsonFile($"appsettings.{environment.EnvironmentName}.json", optional: true, reloadOnChange: false);
        if (environment.IsDevelopment())
        {
            configuration.AddUserSecrets(project.Assembly, optional: true, reloadOnChange: false);
        }

        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine([.. args]);
        ApplicationModelBuilder builder = new() { Configuration = configuration, Environment = environment, AppHostDirectory = project.Directory };
        s_origins.Add(builder, new() { Project = project, Args = args });
        return builder;
    }

    public static AppHostProject ProjectOf(IDistributedApplicationBuilder builder) => OriginOf(builder).Project;

    public static IReadOnlyList<string> ArgsOf(IDistributedApplicationBuilder builder) => OriginOf(builder).Args;

    private static Origin OriginOf(IDistributedApplicationBuilder builder) => s_origins.TryGetValue(builder, out Origin? origin)
        ? origin
        : throw new InvalidOperationException("The builder was not made by DistributedApplication.CreateBuilder.");

    private sealed class Origin
    {
        public required AppHostProject Project { get; init; }

        public required IReadOnlyList<string> Args { get; init; }
    }
}
