using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Har;

/// <summary>The body of a request. Immutable.</summary>
internal sealed record HarPostData
{
    public string MimeType { get; init; } = "";

    /// <summary>Gets the fields of a form.</summary>
    public ImmutableArray<HarParam> Params { get; init; } = [];

    public HarBody Body { get; init; } = HarBody.None;
}
