using TestOrchestrator.AppModel.Arguments;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;

namespace TestOrchestrator.AppModel.Executables;

/// <summary>Adds programs.</summary>
public static class ExecutableBuilderExtensions
{
    /// <summary>Adds a program that is started as a process.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="command">The program: a name that is looked for in PATH, or a path that starts at the working directory.</param>
    /// <param name="workingDirectory">The working directory; a relative one starts at the app host's directory.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>A builder for the program.</returns>
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[] args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        return builder
            .AddResource(new ExecutableResource(name, command, builder.GetFullPath(workingDirectory)))
            .WithEnvironment(AddPorts)
            .WithArgs(args);
    }

    private static void AddPorts(EnvironmentCallbackContext context)
    {
        foreach (EndpointAnnotation endpoint in context.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.EnvironmentVariable is { } variable)
            {
                context.EnvironmentVariables[variable] = new EndpointReference((IResourceWithEndpoints)context.Resource, endpoint.Name, context.Replica)
                    .Property(EndpointProperty.TargetPort);
            }
        }
    }
}
