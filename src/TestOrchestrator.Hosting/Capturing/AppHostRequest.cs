using System.Collections.Immutable;
using TestOrchestrator.AppModel;

namespace TestOrchestrator.Hosting.Capturing;

/// <summary>Which app host is asked for its model, and how it is shaped. Immutable.</summary>
public sealed record AppHostRequest
{
    /// <summary>Gets the class that the build generated for the app host, such as <c>Projects.AppHost</c>.</summary>
    public required Type AppHost { get; init; }

    /// <summary>Gets the arguments of the app host.</summary>
    /// <value>The default is none.</value>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Gets what is done to the application after the app host has described it.</summary>
    /// <value>The default is null: nothing.</value>
    public Action<IDistributedApplicationBuilder>? Configure { get; init; }
}
