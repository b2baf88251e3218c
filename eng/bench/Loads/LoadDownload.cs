using System.Diagnostics;
using System.Net;
using System.Net.Security;
using Bench.Machines;

namespace Bench.Loads;

/// <summary>A large body, several times over, on one connection: until the time is over, or often enough.</summary>
internal static class LoadDownload
{
    private const int Enough = 6;

    public static async Task<LoadResult> RunAsync(LoadTask task)
    {
        using HttpMessageInvoker? http = task.Kind == LoadKind.DownloadHttp2 ? Client(task) : null;
        using LoadConnection? connection = http is null ? new(new LoadTarget(task)) : null;
        byte[] buffer = LoadConnection.NewBuffer();
        List<double> rates = [];
        long begin = Stopwatch.GetTimestamp();
        double own = ProcessorTime.OfThisProcess();
        while (rates.Count < Enough && (rates.Count == 0 || Stopwatch.GetElapsedTime(begin) < task.Window))
        {
            long start = Stopwatch.GetTimestamp();
            long bytes = http is null ? connection!.Exchange() : await ReadAsync(http, task.Url, buffer);
            rates.Add(bytes / (1024.0 * 1024) / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        // The first one opened the windows, unless there was no time for more.
        double[] sorted = [.. rates.Skip(rates.Count > 1 ? 1 : 0).Order()];
        return new() { Requests = rates.Count, Rate = sorted[sorted.Length / 2], Seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds, OwnMilliseconds = ProcessorTime.OfThisProcess() - own };
    }

    private static async Task<long> ReadAsync(HttpMessageInvoker http, Uri url, byte[] buffer)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage response = await http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync();
        long length = 0;
        while (await body.ReadAsync(buffer) is > 0 and int read)
        {
            length += read;
        }

        return length;
    }

    private static HttpMessageInvoker Client(LoadTask task) => new(new SocketsHttpHandler
    {
        UseProxy = task.ProxyPort is not null,
        Proxy = task.ProxyPort is { } port ? new WebProxy(new Uri($"http://127.0.0.1:{port}")) { BypassProxyOnLocal = false } : null,
#pragma warning disable CA5359 // The proxy is measured, not trusted: everything is on this machine.
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    });
}
