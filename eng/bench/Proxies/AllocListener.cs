#pragma warning disable
using System.Diagnostics.Tracing;
namespace Bench.Proxies;
internal sealed class AllocListener : EventListener
{
    private readonly Dictionary<string, (long Count, long Size)> _d = [];
    protected override void OnEventSourceCreated(EventSource s)
    {
        if (s.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(s, EventLevel.Verbose, (EventKeywords)1);
    }
    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (e.EventName is null || !e.EventName.StartsWith("GCAllocationTick")) return;
        int i = e.PayloadNames!.IndexOf("TypeName"); int a = e.PayloadNames.IndexOf("AllocationAmount64");
        string t = (string)e.Payload![i]!; long size = Convert.ToInt64(e.Payload[a]);
        lock (_d) { _d.TryGetValue(t, out var v); _d[t] = (v.Count + 1, v.Size + size); }
    }
    public void Dump(long bytesPerReq)
    {
        lock (_d) { long total = _d.Values.Sum(v => v.Size); foreach (var p in _d.OrderByDescending(p => p.Value.Size).Take(45)) Console.Error.WriteLine($"{1.0*bytesPerReq*p.Value.Size/total:F0} B {p.Key}"); _d.Clear(); }
    }
}
