using System.Diagnostics.CodeAnalysis;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>Where a host is found: another host, with or without another port. Immutable.</summary>
internal sealed record HostAddress(string Host, int? Port)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out HostAddress? address)
    {
        address = HostText.TrySplit(text, out string host, out int? port) && HostText.TryNormalize(host, out string? normalized) ? new HostAddress(normalized, port) : null;
        return address is not null;
    }
}
