using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Har;

/// <summary>What a HAR 1.2 file holds, as far as it is used here. Immutable.</summary>
/// <remarks>
/// The format: http://www.softwareishard.com/blog/har-12-spec/. Names that begin with an underscore are extensions, some of ours, some of
/// browsers.
/// </remarks>
internal sealed record HarLog
{
    public required HarCreator Creator { get; init; }

    /// <summary>Gets what is known of the whole beyond HAR (<c>_to</c>).</summary>
    public HarFacts? Facts { get; init; }

    public ImmutableArray<HarEntry> Entries { get; init; } = [];

    /// <summary>Gets what passed unread (<c>_tunnels</c>).</summary>
    public ImmutableArray<HarTunnel> Tunnels { get; init; } = [];
}
