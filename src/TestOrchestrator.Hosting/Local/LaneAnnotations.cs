using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Hosting.Local;

/// <summary>What our extension methods have said of a resource to the local engine. The last one of a kind counts.</summary>
internal sealed record LaneAnnotation(Lane Lane) : IResourceAnnotation;

/// <summary>Packages that a service has for itself when it runs inside the test process.</summary>
internal sealed record PrivatePackagesAnnotation(ImmutableArray<string> Packages) : IResourceAnnotation;

/// <summary>How long a resource may take until it is ready.</summary>
internal sealed record StartLimitAnnotation(TimeSpan Limit) : IResourceAnnotation;

/// <summary>When a resource that has ended is started again.</summary>
internal sealed record RestartAnnotation(RestartDefinition Restart) : IResourceAnnotation;

/// <summary>How the process of a resource is asked to end.</summary>
internal sealed record StopSignalAnnotation(StopDefinition Stop) : IResourceAnnotation;

/// <summary>A line of its log that says that a resource is ready.</summary>
internal sealed record ReadyLogLineAnnotation(Regex Pattern) : IResourceAnnotation;

/// <summary>A file that a resource makes when it is ready.</summary>
internal sealed record ReadyFileAnnotation(string Path) : IResourceAnnotation;

/// <summary>A command that exits with 0 when a resource is ready.</summary>
internal sealed record ReadyCommandAnnotation(ReadyCommand Command) : IResourceAnnotation;

/// <summary>The proxy that all connections of a resource are led to.</summary>
internal sealed record TransparentProxyAnnotation(EndpointReference Proxy) : IResourceAnnotation;

/// <summary>The directories of SQL files that make the schema of a database.</summary>
internal sealed record MigrationsAnnotation(string Directory) : IResourceAnnotation;

/// <summary>A resource of our own brings what runs it.</summary>
internal sealed record UnitProviderAnnotation(string Kind, IUnitProvider Provider) : IResourceAnnotation
{
    /// <summary>Gets the port of its endpoints if the application has an address of its own.</summary>
    public int? OwnAddressPort { get; init; }
}
