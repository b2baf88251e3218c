using System.Net;
using System.Text;

namespace Bench.Loads;

/// <summary>Where a client connects, and what it says: the bytes are made once. Immutable.</summary>
internal sealed class LoadTarget
{
    public LoadTarget(LoadTask task)
    {
        ServerName = task.Url.HostNameType == UriHostNameType.Dns ? task.Url.Host : null;
        IsTls = task.Url.Scheme == Uri.UriSchemeHttps;
        Address = new(IPAddress.Loopback, task.ProxyPort ?? task.Url.Port);
        string authority = $"{task.Url.Host}:{task.Url.Port}";
        string target = task.ProxyPort is not null && !IsTls ? $"http://{authority}{task.Url.PathAndQuery}" : task.Url.PathAndQuery;
        Request = Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n");
        Connect = task.ProxyPort is not null && IsTls ? Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n") : null;
    }

    /// <summary>Gets the name that TLS is told; null for an address, which is none.</summary>
    public string? ServerName { get; }

    public bool IsTls { get; }

    /// <summary>Gets where to connect.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Gets the request to the proxy that comes before TLS; null for none.</summary>
    public byte[]? Connect { get; }

    public byte[] Request { get; }
}
