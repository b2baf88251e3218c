using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Holding;

/// <summary>How a group is created. Immutable.</summary>
public sealed record GroupOptions
{
    /// <summary>Gets the name that its id is made of.</summary>
    /// <value>The default is null: what the group file says, else the name of its directory.</value>
    public string? Name { get; init; }

    /// <summary>
    /// Gets the values of parameters. Those of the environment (<c>Parameters__NAME</c>) and the defaults of the group file come after
    /// them.
    /// </summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Gets whether others may have seen the values of <see cref="Parameters"/>, as they see the arguments of a program: those of secret
    /// parameters are refused.
    /// </summary>
    /// <value>The default is false.</value>
    public bool ParametersArePublic { get; init; }

    /// <summary>Gets the clock.</summary>
    /// <value>The default is the machine's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
