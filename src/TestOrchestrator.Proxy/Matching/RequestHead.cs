using System.Collections.Immutable;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>A request without its body, in the form in which patterns look at it. Immutable.</summary>
internal sealed class RequestHead
{
    private ImmutableArray<KeyValuePair<string, string>> _query;
    private Uri? _url;

    /// <summary>Takes a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="url">Its URL, with path and query untouched.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="protocol">Its protocol.</param>
    public RequestHead(string method, Uri url, RecordedHeaders headers, string protocol)
    {
        Method = method;
        RawUrl = url.OriginalString;
        Scheme = url.Scheme;
        Port = url.Port;
        Headers = headers;
        Protocol = protocol;
        Host = HostText.TryNormalize(url.IdnHost, out string? host) ? host : url.IdnHost;
        Path = PathText.Normalize(url.AbsolutePath);
        RawQuery = url.Query;
    }

    public string Method { get; }

    // One whose path and query are untouched is never equal to one made in the usual way. Two threads may both make it; the results are
    // equal.
    public Uri Url => _url ??= Uri.TryCreate(RawUrl, UriKind.Absolute, out Uri? usual) ? usual : UntouchedUri.Of(RawUrl);

    public string RawUrl { get; }

    public string RawQuery { get; }

    public string Scheme { get; }

    public int Port { get; }

    public RecordedHeaders Headers { get; }

    public string Protocol { get; }

    public string Host { get; }

    public string Path { get; }

    // Two threads may both parse; the results are equal.
    public ImmutableArray<KeyValuePair<string, string>> Query => _query.IsDefault ? _query = QueryText.Parse(RawQuery) : _query;

    public override string ToString() => $"{Method} {RawUrl}";
}
