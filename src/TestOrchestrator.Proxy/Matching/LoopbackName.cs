using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// Hosts that are this machine by definition: loopback addresses, <c>localhost</c> and the names under it (RFC 6761). No name server is
/// asked.
/// </summary>
internal static class LoopbackName
{
    private static readonly IPAddress[] s_addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    public static bool Is(string host) => HostText.TryNormalize(host, out string? name) && (IsLocalhost(name) || IsLoopbackAddress(name));

    /// <summary>The addresses of a name that needs no name server; <see langword="null"/> for every other.</summary>
    public static IPAddress[]? Addresses(string host) => HostText.TryNormalize(host, out string? name) && IsLocalhost(name)
        ? s_addresses
        : null;

    private static bool IsLocalhost(string name) => name == "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal);

    private static bool IsLoopbackAddress(string name) =>
        IPAddress.TryParse(name, out IPAddress? address)
        && IPAddress.IsLoopback(address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address);
}
