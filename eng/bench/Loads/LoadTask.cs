namespace Bench.Loads;

/// <summary>One thing that the load client is told to do. Immutable.</summary>
internal sealed record LoadTask
{
    public required LoadKind Kind { get; init; }

    /// <summary>Gets what is asked for, by GET.</summary>
    public required Uri Url { get; init; }

    /// <summary>Gets the port of the proxy on 127.0.0.1; null is none.</summary>
    public int? ProxyPort { get; init; }

    /// <summary>Gets the process whose processor time is read at both ends of the window, with all that came from it; null for none.</summary>
    public int? Watched { get; init; }

    public int Connections { get; init; } = 1;

    /// <summary>Gets how long the same is done before it counts.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>Gets how long it counts.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Gets how many requests end the window early; null for time alone.</summary>
    public int? Requests { get; init; }

    /// <summary>Gets when the clock of <see cref="LoadKind.Once"/> began: a time stamp, which is the same in all processes of a machine; null is when the client is told.</summary>
    public long? Begin { get; init; }
}
