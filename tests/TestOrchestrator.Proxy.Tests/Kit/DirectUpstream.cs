using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>An upstream without a proxy before it, and an origin in the hands of the test.</summary>
internal sealed class DirectUpstream : IDisposable
{
    private readonly List<RawConnection> _accepted = [];

    public DirectUpstream(UpstreamOptions? options = null) => Upstream = new OriginUpstream(options ?? new UpstreamOptions(), [], Clock);

    public ManualTimeProvider Clock { get; } = new();

    public OriginUpstream Upstream { get; }

    public RawOrigin Origin { get; } = new();

    public Uri Url => new($"http://{Origin.Authority}/");

    public Task<UpstreamResponse> SendAsync(string method = "GET", Stream? body = null, Func<RecordedHeaders>? trailers = null, CancellationToken cancellationToken = default, params (string Name, string Value)[] headers) =>
        Upstream.SendAsync(
            new UpstreamRequest
            {
                Method = method,
                Uri = Url,
                Headers = new RecordedHeaders(headers.Select(h => new KeyValuePair<string, string>(h.Name, h.Value))),
                Body = body,
                Trailers = trailers,
            },
            cancellationToken).AsTask();

    public async Task<RawConnection> AcceptAsync()
    {
        RawConnection connection = await Origin.AcceptAsync().Soon();
        _accepted.Add(connection);
        return connection;
    }

    /// <summary>Sends a GET, whose head has been received when this completes.</summary>
    public async Task<(Task<UpstreamResponse> Response, RawConnection Received)> GetAsync()
    {
        Task<UpstreamResponse> response = SendAsync();
        RawConnection received = await AcceptAsync();
        await received.ReadHeadAsync().Soon();
        return (response, received);
    }

    /// <summary>Reads the body to its end, and ends the exchange.</summary>
    public static async Task<string> ReadAsync(UpstreamResponse response)
    {
        await using (response)
        {
            Stream body = await response.OpenAsync(CancellationToken.None);
            using StreamReader reader = new(body, Encoding.Latin1);
            return await reader.ReadToEndAsync();
        }
    }

    public void Dispose()
    {
        _accepted.ForEach(c => c.Dispose());
        Upstream.Dispose();
        Origin.Dispose();
    }
}
