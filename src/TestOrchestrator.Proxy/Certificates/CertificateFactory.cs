using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TestOrchestrator.Proxy.Certificates;

/// <summary>
/// Makes certificates: authorities, and leaves signed by one. P-256 throughout: an RSA key takes a thousand times as long.
/// </summary>
internal static class CertificateFactory
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int LongestCommonName = 64;

    private static readonly TimeSpan s_authorityLifetime = TimeSpan.FromDays(730);
    private static readonly TimeSpan s_leafLifetime = TimeSpan.FromDays(89);

    // Clocks of clients may be behind.
    private static readonly TimeSpan s_backdated = TimeSpan.FromDays(1);

    public static ECDsa CreateKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static X509Certificate2 CreateAuthority(DateTimeOffset now)
    {
        using ECDsa key = CreateKey();

        // Two authorities of the same name and different keys confuse those who look for an issuer by name.
        X500DistinguishedNameBuilder name = new();
        name.AddOrganizationName("TestOrchestrator");
        name.AddCommonName($"TestOrchestrator local authority {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        CertificateRequest request = new(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));

        // A day more than leaves, which must not be older than their issuer.
        return request.CreateSelfSigned(now - s_backdated - s_backdated, now + s_authorityLifetime);
    }

    /// <summary>Makes a certificate for a server of these names and addresses, with the given key.</summary>
    public static X509Certificate2 CreateLeaf(X509Certificate2 authority, ECDsa key, IReadOnlyList<string> names, IReadOnlyList<IPAddress> addresses, DateTimeOffset now)
    {
        string first = names.Count > 0 ? names[0] : addresses[0].ToString();
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(first.Length <= LongestCommonName ? first : "TestOrchestrator");
        CertificateRequest request = new(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(AlternativeNames(names, addresses));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        using X509Certificate2 signed = request.Create(authority, Later(now - s_backdated, authority.NotBefore), Earlier(now + s_leafLifetime, authority.NotAfter), NewSerial());
        return signed.CopyWithPrivateKey(key);
    }

    // The builder of the framework refuses names that only some rules for international names refuse, such as those with a label that ends
    // in '-'.
    private static X509SubjectAlternativeNameExtension AlternativeNames(IReadOnlyList<string> names, IReadOnlyList<IPAddress> addresses)
    {
        // GeneralNames ::= SEQUENCE OF CHOICE { dNSName [2] IA5String, iPAddress [7] OCTET STRING, … }
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string name in names)
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
            }

            foreach (IPAddress address in addresses)
            {
                writer.WriteOctetString(address.GetAddressBytes(), new Asn1Tag(TagClass.ContextSpecific, 7));
            }
        }

        return new X509SubjectAlternativeNameExtension(writer.Encode(), critical: false);
    }

    // Positive, as the standard demands.
    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
