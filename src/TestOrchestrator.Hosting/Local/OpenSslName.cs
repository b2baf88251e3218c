using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Names certificates as OpenSSL looks for them in a directory (X509_NAME_hash, <c>openssl x509 -subject_hash</c>): the first four bytes,
/// little-endian, of the SHA-1 of the canonical form of the subject.
/// </summary>
internal static class OpenSslName
{
    /// <summary>Gets the name of a certificate's file, without its number.</summary>
    public static string Hash(X509Certificate2 certificate)
    {
#pragma warning disable CA5350 // The name is OpenSSL's; nothing is protected by it.
        byte[] hash = SHA1.HashData(Canonical(certificate.SubjectName.RawData));
#pragma warning restore CA5350
        return BinaryPrimitives.ReadUInt32LittleEndian(hash).ToString("x8", CultureInfo.InvariantCulture);
    }

    // Without the outer sequence; texts as UTF-8 in lower case, trimmed, with single spaces (crypto/x509/x_name.c, asn1_string_canon).
    private static byte[] Canonical(byte[] name)
    {
        AsnReader names = new AsnReader(name, AsnEncodingRules.DER).ReadSequence();
        List<byte> canonical = [];
        while (names.HasData)
        {
            AsnWriter writer = new(AsnEncodingRules.DER);
            AsnReader set = names.ReadSetOf();
            using (writer.PushSetOf())
            {
                while (set.HasData)
                {
                    AsnReader pair = set.ReadSequence();
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(pair.ReadObjectIdentifier());
                        WriteValue(writer, pair);
                    }
                }
            }

            canonical.AddRange(writer.Encode());
        }

        return [.. canonical];
    }

    private static void WriteValue(AsnWriter writer, AsnReader pair)
    {
        Asn1Tag tag = pair.PeekTag();
        if (tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.BMPString)
        {
            string text = pair.ReadCharacterString((UniversalTagNumber)tag.TagValue);
            string folded = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, folded);
        }
        else
        {
            writer.WriteEncodedValue(pair.ReadEncodedValue().Span);
        }
    }
}
