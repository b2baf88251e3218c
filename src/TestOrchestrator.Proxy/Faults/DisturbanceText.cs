using System.Globalization;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>Shows disturbances and times in messages.</summary>
internal static class DisturbanceText
{
    public static string Of(Disturbance asked) => string.Join(", ", Parts(asked));

    public static string Of(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms");

    private static IEnumerable<string> Parts(Disturbance asked) => Effects(asked).Concat(Conditions(asked)).OfType<string>();

    private static IEnumerable<string?> Effects(Disturbance asked)
    {
        yield return asked.IsDown ? "down" : null;
        yield return asked.LatencyPart is not { } latency ? null : $"latency {Of(latency.Middle)}{(latency.Spread > TimeSpan.Zero ? $" ± {Of(latency.Spread)}" : "")}";
        yield return asked.TimeoutPart is not { } timeout ? null : timeout == TimeSpan.Zero ? "timeout without an end" : $"timeout {Of(timeout)}";
        yield return asked.LossPart is not { } loss ? null : string.Create(CultureInfo.InvariantCulture, $"loss {loss}");
        yield return asked.ResetBefore is not { } reset ? null : reset == TimeSpan.Zero ? "reset" : $"reset after {Of(reset)}";
        yield return asked.CloseAt is not { } close ? null : $"data limit {close} bytes";
        yield return asked.ResetAt is not { } bytes ? null : bytes == 0 ? "reset after the headers" : $"reset after {bytes} bytes";
        yield return asked.SlicerPart is not { } slicer ? null : $"slices of {slicer.Size}{(slicer.Variation > 0 ? $" ± {slicer.Variation}" : "")} bytes{(slicer.Gap > TimeSpan.Zero ? $", {Of(slicer.Gap)} apart" : "")}";
        yield return asked.BytesPerSecond is not { } rate ? null : $"bandwidth {rate} bytes/s";
        yield return asked.SlowCloseBy is not { } slow ? null : $"slow close {Of(slow)}";
    }

    private static IEnumerable<string?> Conditions(Disturbance asked)
    {
        yield return asked.Direction switch
        {
            Ways.Upstream => "upstream",
            Ways.Downstream => "downstream",
            Ways.None => null,
            _ => "both ways",
        };
        yield return asked.IsOfConnection ? "whole connection" : null;
        yield return asked.Chance < 1 ? string.Create(CultureInfo.InvariantCulture, $"probability {asked.Chance}") : null;
        yield return asked.Range switch
        {
            (1, int.MaxValue) => null,
            (1, 1) => "first call",
            (1, int last) => $"first {last} calls",
            (int first, int.MaxValue) => $"after call {first - 1}",
            (int first, int last) when first == last => $"call {first}",
            (int first, int last) => $"calls {first} to {last}",
        };
    }
}
