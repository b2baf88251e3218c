using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Arguments;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>Adds .NET projects.</summary>
public static class ProjectBuilderExtensions
{
    /// <summary>Adds a project that the app host references.</summary>
    /// <typeparam name="TProject">The class that the build generated for the project, such as <c>Projects.Shop_Api</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="launchProfileName">The launch profile; the default is the app host's own if the project has one of that name, else the first that starts the project.</param>
    /// <returns>A builder for the project.</returns>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName = null)
        where TProject : IProjectMetadata, new() => Add(builder, name, new TProject(), launchProfileName);

    /// <summary>Adds a project by the path of its project file. It is built when it is first started.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="projectPath">The path of the project file; a relative one starts at the app host's directory.</param>
    /// <param name="launchProfileName">The launch profile; the default is the app host's own if the project has one of that name, else the first that starts the project.</param>
    /// <returns>A builder for the project.</returns>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath, string? launchProfileName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(projectPath);
        string path = Path.GetFullPath(projectPath, builder.AppHostDirectory);
        return Add(builder, name, new ProjectMetadata { ProjectPath = path }, launchProfileName);
    }

    private static IResourceBuilder<ProjectResource> Add(IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, string? launchProfileName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        LaunchSettings settings = LaunchSettings.Read(metadata.ProjectPath);
        string? ofHost = builder.Configuration["AppHost:DefaultLaunchProfileName"] ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"];
        LaunchProfile? profile = settings.Choose(launchProfileName, ofHost);

        IResourceBuilder<ProjectResource> project = builder.AddResource(new ProjectResource(name))
            .WithAnnotation(metadata)
            .WithAnnotation(new LaunchProfileAnnotation { Settings = settings, Asked = launchProfileName, Profile = profile })
            .WithEnvironment(ProjectVariables.AddUrls)
            .WithEnvironment(context => ProjectVariables.AddTelemetry(context, builder.Configuration));

        if (profile is not null)
        {
            foreach (EndpointAnnotation endpoint in ProjectVariables.EndpointsOf(profile))
            {
                project.WithAnnotation(endpoint);
            }

            project.WithEnvironment(context => ProjectVariables.AddProfile(context, profile));
            if (CommandLine.Split(profile.CommandLineArgs) is { Length: > 0 } args)
            {
                project.WithArgs(args);
            }
        }

        return project;
    }
}
