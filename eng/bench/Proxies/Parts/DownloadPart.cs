using Bench.Loads;
using Bench.Origins;

namespace Bench.Proxies.Parts;

/// <summary>A body of 64 MB.</summary>
internal sealed class DownloadPart : IProxyPart
{
    private const int Seconds = 6;

    public string Name => "download";

    public bool IsFor(IContender? contender) => true;

    public async Task MeasureAsync(ProxyStage stage, IContender? contender)
    {
        await using RunningProxy? proxy = await stage.StartAsync(contender);
        await MeasureAsync("64 MB, plain", LoadKind.Download, stage.Ground.Plain(OriginRole.Large));
        await MeasureAsync("64 MB, https, HTTP/1.1", LoadKind.Download, stage.Ground.Tls(OriginRole.Large));
        if (contender?.HasHttp2 != false)
        {
            await MeasureAsync("64 MB, https, HTTP/2", LoadKind.DownloadHttp2, stage.Ground.Tls(OriginRole.Large));
        }

        Task MeasureAsync(string what, LoadKind kind, Uri url) => stage.Rounds.MeasureAsync(ProxyStage.Name(what, contender), async () =>
        {
            LoadResult result = await stage.Ground.LoadAsync(proxy, new() { Kind = kind, Url = url, Window = TimeSpan.FromSeconds(Math.Max(1, stage.Pace.Count(Seconds))) });
            return new() { ["MB/s"] = result.Rate };
        });
    }
}
