using System.Collections.Immutable;
using Aspire.Hosting;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>Which app host, and what shapes its application. Immutable.</summary>
public sealed record AppHostRequest
{
    /// <summary>Gets a type of the app host's assembly, such as <c>Projects.AppHost</c>.</summary>
    public required Type AppHost { get; init; }

    /// <summary>Gets the arguments that the app host is started with.</summary>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Gets what changes the model after the app host has described it and before it is built.</summary>
    public Action<IDistributedApplicationBuilder>? Configure { get; init; }
}
