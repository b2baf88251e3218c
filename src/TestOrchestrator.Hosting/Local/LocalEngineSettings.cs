using System.Net;
using Aspire.Hosting;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Hosting.Local;

/// <summary>How the local engine runs one application. Immutable.</summary>
internal sealed record LocalEngineSettings
{
    /// <summary>Gets what the application is for, such as the name of a test class.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the builder that the engine was put into.</summary>
    public IDistributedApplicationBuilder? Builder { get; init; }

    /// <summary>Gets the run that the application belongs to.</summary>
    /// <value>Null: the application has a run of its own, which is started and ended with it.</value>
    public EngineRun? Run { get; init; }

    /// <summary>Gets the lane.</summary>
    public Lane Lane { get; init; } = Lane.Fast;

    /// <summary>Gets the address that the application shares with others.</summary>
    /// <value>Null: an address of its own.</value>
    public IPAddress? Address { get; init; }

    /// <summary>Gets the kept application whose data this one starts from.</summary>
    public KeptApplication? Kept { get; init; }

    /// <summary>Gets whether services of Aspire that a test has no use for are left out.</summary>
    public bool IsTest { get; init; }

    /// <summary>Gets whether other versions of servers than the app host asks for are refused.</summary>
    public bool HasStrictVersions { get; init; }
}
