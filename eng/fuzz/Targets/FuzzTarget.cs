using Fuzz.Running;

namespace Fuzz.Targets;

/// <summary>One surface of the proxy: what is sent to it, and how. Immutable.</summary>
internal sealed record FuzzTarget
{
    public required string Name { get; init; }

    /// <summary>Gets how an input is made; the same chances make the same input.</summary>
    public required Func<Random, byte[]> Make { get; init; }

    /// <summary>Gets how an input is given to the proxy; throws <see cref="FuzzFailure"/> when the proxy did not do as it should.</summary>
    /// <returns>What the proxy did, without what differs from run to run.</returns>
    public required Func<Rig, byte[], Task<string>> RunAsync { get; init; }
}
