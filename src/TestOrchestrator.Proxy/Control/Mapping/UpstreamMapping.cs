using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>How origins are reached, as it is written. It is never shown: it may hold secrets.</summary>
internal static class UpstreamMapping
{
    private static readonly WireShape s_certificate = new("ClientCertificate", "A certificate with its private key: in 'file', or in 'certificate' and 'key'.",
    [
        new("file", WireText.Any, "A file of the machine that the proxy runs on: PEM or PKCS #12."),
        new("key_file", WireText.Any, "The file with the private key, PEM; the default is 'file'."),
        new("certificate", WireText.Any, "The certificate itself, PEM."),
        new("key", WireText.Any, "The private key itself, PEM; the default is that in 'certificate'."),
        new("password", WireText.Any, "The password of the key, or of the PKCS #12 file; the default is none."),
    ]);

    public static WireShape Shape { get; } = new("Upstream", "How origins are reached.",
    [
        new("proxy", WireText.Any, "The proxy between this one and the origins: 'http://proxy.example.com:3128', with or without credentials, or 'environment', which is that of the machine that the proxy runs on; the default is none."),
        new("proxy_except", WireList.OfTexts, "Hosts that are reached without that proxy, in the way of NO_PROXY."),
        new("proxy_loopback", WireFlag.Any, "Whether loopback addresses and localhost are reached through that proxy, too; the default is false."),
        new("addresses", new WireMap(WireText.Any), "Where hosts are found, instead of where name servers say: by 'h', 'h:port' or '*.h'."),
        new("client_certificates", new WireMap(s_certificate), "The certificates by which origins know their client: by 'h', 'h:port' or '*.h'."),
    ]);

    /// <exception cref="ControlException">It cannot be what it is written as.</exception>
    public static UpstreamOptions Read(WireObject said) => new()
    {
        Proxy = Proxy(said),
        Addresses = said.Entries("addresses").ToImmutableDictionary(e => e.Name, e => e.Value.GetString()!),
        ClientCertificates = said.Entries("client_certificates").ToImmutableDictionary(e => e.Name, e => Certificate(new WireObject(e.Value, e.Field))),
    };

    // What was seen is not told with the place: it may hold a password.
    private static UpstreamProxy Proxy(WireObject said)
    {
        if (said.Text("proxy") is not { } address)
        {
            string? without = ((string[])["proxy_except", "proxy_loopback"]).FirstOrDefault(said.Has);
            return without is null ? UpstreamProxy.None : throw WireErrors.Together(said.FieldOf(without), $"There is '{without}' and no 'proxy'.", "Give 'proxy'.");
        }

        UpstreamProxy proxy = WireObject.At(said.FieldOf("proxy"), null, () => address == "environment" ? UpstreamProxy.FromEnvironment() : UpstreamProxy.At(address));
        proxy = said.Flag("proxy_loopback") ? proxy.IncludingLoopback() : proxy;
        return said.At("proxy_except", () => proxy.Except(said.Texts("proxy_except")));
    }

    private static X509Certificate2 Certificate(WireObject said)
    {
        (string? file, string? keyFile, string? certificate, string? key, string? password) = (said.Text("file"), said.Text("key_file"), said.Text("certificate"), said.Text("key"), said.Text("password"));
        bool isFile = file is not null && certificate is null && key is null;
        bool isText = certificate is not null && file is null && keyFile is null;
        return isFile ? WireObject.At(said.Field, null, () => ClientCertificate.FromFile(file!, keyFile, password))
            : isText ? WireObject.At(said.Field, null, () => ClientCertificate.FromPem(certificate!, key ?? certificate!, password))
            : throw WireErrors.Together(said.Field, "A client certificate is neither in files nor in texts.", "Give 'file', or 'certificate' and 'key'.");
    }
}
