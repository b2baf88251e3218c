using System.Net;
using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Engine.Applications;

/// <summary>How an application is started. Immutable.</summary>
public sealed record ApplicationOptions
{
    /// <summary>Gets what the application is for, such as the name of a test class. Its id is made of it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the id.</summary>
    /// <value>The default is null: one that is made of the name and unique in its run.</value>
    public string? Id { get; init; }

    /// <summary>Gets the lane.</summary>
    /// <value>The default is null: that of the run.</value>
    public Lane? Lane { get; init; }

    /// <summary>Gets the loopback address that the application listens on.</summary>
    /// <value>The default is null: one of its own, where the system has them.</value>
    public IPAddress? Address { get; init; }

    /// <summary>Gets where the application would be, if nobody is there.</summary>
    /// <value>The default is null: no wishes. A kept application wishes for where it was.</value>
    public EndpointWishes? Wishes { get; init; }

    /// <summary>Gets the directory of what is kept of the application: a full path.</summary>
    /// <value>The default is null: one in the directory of the run.</value>
    public string? Directory { get; init; }

    /// <summary>Gets the directory that has a directory for each resource for which files are made: a full path.</summary>
    /// <value>The default is null: one that does not outlive the application.</value>
    public string? FilesDirectory { get; init; }

    /// <summary>Gets the application that an earlier run has kept and that this one continues.</summary>
    /// <value>The default is null: none.</value>
    public KeptApplication? Kept { get; init; }

    /// <summary>Gets what is called with each new state of a unit, in order and one at a time. It must return at once.</summary>
    public Action<UnitSnapshot>? Changed { get; init; }
}
