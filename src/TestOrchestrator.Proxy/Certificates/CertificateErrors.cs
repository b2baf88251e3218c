namespace TestOrchestrator.Proxy.Certificates;

/// <summary>Why there can be no authority.</summary>
internal static class CertificateErrors
{
    public static ProxyException Unusable(string directory, Exception cause) => new(
        "TO2501", $"The certificate authority cannot be kept in '{directory}': {cause.Message} Give a directory that this user may write and own.", cause);

    public static ProxyException Locked(string path, TimeSpan waited) => new(
        "TO2502", $"Another process has held '{path}' for {waited.TotalSeconds:0} s, so the certificate authority cannot be read. It takes milliseconds; a process that is suspended there must go on or end.");

    public static ProxyException NoNames() => new(
        "TO2503", "A server certificate was asked for no name and no address; it needs at least one.");

    public static ProxyException BadName(string name) => new(
        "TO2504", $"A server certificate was asked for '{name}', which is neither a host name nor an IP address.");
}
