using System.Net;
using TestOrchestrator.AppModel.Lanes;

namespace TestOrchestrator.Engine.Applications;

/// <summary>How an application is started. Immutable.</summary>
public sealed record ApplicationOptions
{
    /// <summary>Gets what the application is for, such as the name of a test class. Its id is made of it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the lane.</summary>
    /// <value>The default is null: that of the run.</value>
    public Lane? Lane { get; init; }

    /// <summary>Gets the loopback address that the application listens on.</summary>
    /// <value>The default is null: one of its own, where the system has them.</value>
    public IPAddress? Address { get; init; }

    /// <summary>Gets the application that an earlier run has kept and that this one continues.</summary>
    /// <value>The default is null: none.</value>
    public KeptApplication? Kept { get; init; }
}
