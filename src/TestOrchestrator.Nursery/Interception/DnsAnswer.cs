using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>
/// Answers queries of DNS (RFC 1035): every name has one IPv4 address, that of a <see cref="NameTable"/>, and nothing else. Pure.
/// </summary>
internal static class DnsAnswer
{
    private const int HeaderLength = 12;
    private const int MaxName = 253;
    private const int MaxLabel = 63;
    private const ushort Response = 0x8000;
    private const ushort OperationMask = 0x7800;
    private const ushort RecursionDesired = 0x0100;
    private const ushort RecursionAvailable = 0x0080;
    private const ushort BadFormat = 1;
    private const ushort NoSuchName = 3;
    private const ushort NotImplemented = 4;
    private const ushort TypeAddress = 1;
    private const ushort TypeAny = 255;
    private const ushort ClassInternet = 1;
    private const int TimeToLive = 60;

    // A pointer to the first name after the header.
    private const ushort NameOfQuestion = 0xc000 | HeaderLength;

    /// <summary>Answers a query.</summary>
    /// <returns>The answer; null if it is no query.</returns>
    public static byte[]? To(ReadOnlySpan<byte> query, NameTable names)
    {
        if (query.Length < HeaderLength || (Word(query, 2) & Response) != 0)
        {
            return null;
        }

        if ((Word(query, 2) & OperationMask) != 0)
        {
            return Head(query, NotImplemented, HeaderLength, answers: 0);
        }

        int at = HeaderLength;
        if (Word(query, 4) != 1 || Name(query, ref at) is not { } name || query.Length < at + 4)
        {
            return Head(query, BadFormat, HeaderLength, answers: 0);
        }

        ushort type = Word(query, at);
        bool isInternet = Word(query, at + 2) == ClassInternet;
        at += 4;
        if (!isInternet || !IsHost(name))
        {
            return Head(query, NoSuchName, at, answers: 0);
        }

        return type is TypeAddress or TypeAny
            ? [.. Head(query, 0, at, answers: 1), .. Record(IsLocal(name) ? IPAddress.Loopback : names.AddressOf(name))]
            : Head(query, 0, at, answers: 0);
    }

    // The question is repeated as it was asked, letter by letter: some clients play with upper case, and look whether they get it back.
    private static byte[] Head(ReadOnlySpan<byte> query, ushort code, int length, ushort answers)
    {
        byte[] head = query[..length].ToArray();
        ushort flags = (ushort)(Response | (Word(query, 2) & (OperationMask | RecursionDesired)) | RecursionAvailable | code);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), flags);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(4), (ushort)(length > HeaderLength ? 1 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(6), answers);
        head.AsSpan(8, 4).Clear();
        return head;
    }

    private static byte[] Record(IPAddress address)
    {
        byte[] record = new byte[16];
        BinaryPrimitives.WriteUInt16BigEndian(record, NameOfQuestion);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(2), TypeAddress);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(4), ClassInternet);
        BinaryPrimitives.WriteInt32BigEndian(record.AsSpan(6), TimeToLive);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(10), 4);
        address.TryWriteBytes(record.AsSpan(12), out _);
        return record;
    }

    // 3 'a' 'p' 'i' 7 'e' 'x' 'a' 'm' 'p' 'l' 'e' 3 'c' 'o' 'm' 0
    private static string? Name(ReadOnlySpan<byte> query, ref int at)
    {
        StringBuilder name = new();
        while (at < query.Length)
        {
            int length = query[at++];
            if (length == 0)
            {
                return name.ToString();
            }

            // A question is the first name of its message, so there is nothing that it could point to.
            if (length > MaxLabel || at + length > query.Length || name.Length + length > MaxName)
            {
                return null;
            }

            name.Append(name.Length > 0 ? "." : "").Append(Encoding.Latin1.GetString(query.Slice(at, length)));
            at += length;
        }

        return null;
    }

    // Names go into the line by which the proxy is told of them: nothing that could end it.
    private static bool IsHost(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsLocal(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static ushort Word(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
}
