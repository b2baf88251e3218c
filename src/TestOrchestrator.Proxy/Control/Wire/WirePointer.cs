namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>JSON pointers (RFC 6901).</summary>
internal static class WirePointer
{
    public static string To(string parent, string name) => $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
