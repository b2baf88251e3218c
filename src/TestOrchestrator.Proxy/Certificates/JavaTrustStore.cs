using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Files;

namespace TestOrchestrator.Proxy.Certificates;

/// <summary>
/// The certificates of a bundle as PKCS #12 (RFC 7292), which is what Java reads. Without a password, because nothing in it is secret.
/// </summary>
internal static class JavaTrustStore
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string CertificateBag = "1.2.840.113549.1.12.10.1.3";
    private const string X509Certificate = "1.2.840.113549.1.9.22.1";

    // Java trusts a certificate of a PKCS #12 only with this attribute, which says for what: any extended key usage (RFC 5280, section
    // 4.2.1.12).
    private const string TrustedKeyUsage = "2.16.840.1.113894.746875.1.1";
    private const string AnyUsage = "2.5.29.37.0";

    private static readonly Asn1Tag s_explicit0 = new(TagClass.ContextSpecific, 0);

    /// <summary>Writes the store, unless there is one that is as new as its bundle.</summary>
    /// <param name="path">The store.</param>
    /// <param name="bundle">The certificates, as PEM.</param>
    public static void Refresh(string path, string bundle)
    {
        if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) < File.GetLastWriteTimeUtc(bundle))
        {
            AtomicFile.Write(path, Build(bundle), AtomicFile.Everyone);
        }
    }

    private static byte[] Build(string bundle)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPemFile(bundle);
        AsnWriter contents = new(AsnEncodingRules.DER);
        using (contents.PushSequence())
        {
            foreach (X509Certificate2 certificate in certificates)
            {
                using (certificate)
                {
                    WriteBag(contents, certificate.RawDataMemory.Span);
                }
            }
        }

        AsnWriter safes = new(AsnEncodingRules.DER);
        using (safes.PushSequence())
        {
            WriteData(safes, contents.Encode());
        }

        AsnWriter store = new(AsnEncodingRules.DER);
        using (store.PushSequence())
        {
            store.WriteInteger(3);
            WriteData(store, safes.Encode());
        }

        return store.Encode();
    }

    private static void WriteBag(AsnWriter writer, ReadOnlySpan<byte> certificate)
    {
        using AsnWriter.Scope bag = writer.PushSequence();
        writer.WriteObjectIdentifier(CertificateBag);
        using (writer.PushSequence(s_explicit0))
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(X509Certificate);
            using (writer.PushSequence(s_explicit0))
            {
                writer.WriteOctetString(certificate);
            }
        }

        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(TrustedKeyUsage);
            using (writer.PushSetOf())
            {
                writer.WriteObjectIdentifier(AnyUsage);
            }
        }
    }

    private static void WriteData(AsnWriter writer, ReadOnlySpan<byte> content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Data);
            using (writer.PushSequence(s_explicit0))
            {
                writer.WriteOctetString(content);
            }
        }
    }
}
