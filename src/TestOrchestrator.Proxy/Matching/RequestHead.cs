using System.Collections.Immutable;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>A request without its body, in the form in which patterns look at it. Immutable.</summary>
internal sealed class RequestHead
{
    private ImmutableArray<KeyValuePair<string, string>> _query;

    public RequestHead(string method, Uri url, RecordedHeaders headers, string protocol)
    {
        Method = method;
        Url = url;
        Headers = headers;
        Protocol = protocol;
        Host = HostText.TryNormalize(url.IdnHost, out string? host) ? host : url.IdnHost;
        Path = PathText.Normalize(url.AbsolutePath);
    }

    public string Method { get; }

    public Uri Url { get; }

    public RecordedHeaders Headers { get; }

    public string Protocol { get; }

    public string Host { get; }

    public string Path { get; }

    // Two threads may both parse; the results are equal.
    public ImmutableArray<KeyValuePair<string, string>> Query => _query.IsDefault ? _query = QueryText.Parse(Url.Query) : _query;

    public override string ToString() => $"{Method} {Url.OriginalString}";
}
