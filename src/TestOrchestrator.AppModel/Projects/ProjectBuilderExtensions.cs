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
    /// <returns>A builder for the project.</returns>
    /// <remarks>It runs with the app host's own launch profile if the project has one of that name, else with the first that starts the project.</remarks>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => AddWithDefaultProfile(builder, name, new TProject());

    /// <summary>Adds a project that the app host references, with a launch profile.</summary>
    /// <typeparam name="TProject">The class that the build generated for the project, such as <c>Projects.Shop_Api</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="launchProfileName">The launch profile; null to run without any.</param>
    /// <returns>A builder for the project.</returns>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => AddWithProfile(builder, name, new TProject(), launchProfileName);

    /// <summary>Adds a project by the path of its project file. It is built when it is first started.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="projectPath">The path of the project file; a relative one starts at the app host's directory.</param>
    /// <returns>A builder for the project.</returns>
    /// <remarks>It runs with the app host's own launch profile if the project has one of that name, else with the first that starts the project.</remarks>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        AddWithDefaultProfile(builder, name, At(builder, projectPath));

    /// <summary>Adds a project by the path of its project file, with a launch profile. It is built when it is first started.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="projectPath">The path of the project file; a relative one starts at the app host's directory.</param>
    /// <param name="launchProfileName">The launch profile; null to run without any.</param>
    /// <returns>A builder for the project.</returns>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath, string? launchProfileName) =>
        AddWithProfile(builder, name, At(builder, projectPath), launchProfileName);

    private static ProjectMetadata At(IDistributedApplicationBuilder builder, string projectPath)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(projectPath);
        return new() { ProjectPath = builder.GetFullPath(projectPath) };
    }

    private static IResourceBuilder<ProjectResource> AddWithDefaultProfile(IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(builder);
        LaunchSettings settings = LaunchSettings.Read(metadata.ProjectPath);
        string? ofHost = builder.Configuration["AppHost:DefaultLaunchProfileName"] ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"];
        return Add(builder, name, metadata, new() { Settings = settings, Asked = null, Profile = settings.Default(ofHost) });
    }

    private static IResourceBuilder<ProjectResource> AddWithProfile(IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, string? launchProfileName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (launchProfileName is null)
        {
            return Add(builder, name, metadata, launchProfile: null);
        }

        LaunchSettings settings = LaunchSettings.Read(metadata.ProjectPath);
        return Add(builder, name, metadata, new() { Settings = settings, Asked = launchProfileName, Profile = settings.Named(launchProfileName) });
    }

    private static IResourceBuilder<ProjectResource> Add(IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, LaunchProfileAnnotation? launchProfile)
    {
        IResourceBuilder<ProjectResource> project = builder.AddResource(new ProjectResource(name))
            .WithAnnotation(metadata)
            .WithEnvironment(ProjectVariables.AddUrls)
            .WithEnvironment(context => ProjectVariables.AddTelemetry(context, builder.Configuration, builder.Environment));

        if (launchProfile is not null)
        {
            project.WithAnnotation(launchProfile);
        }

        if (launchProfile?.Profile is { } profile)
        {
            foreach (EndpointAnnotation endpoint in ProjectVariables.EndpointsOf(profile))
            {
                project.WithAnnotation(endpoint);
            }

            project.WithEnvironment(context => ProjectVariables.AddProfile(context, profile))
                .WithArgs(CommandLine.Split(profile.CommandLineArgs));
        }

        return project;
    }
}
