using System.Buffers;
using System.Text;
using TestOrchestrator.Proxy.Connections.Socks;
using TestOrchestrator.Proxy.Requests;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Recognises protocols by their first bytes, without consuming them.</summary>
internal static class FirstBytesReader
{
    /// <summary>How many bytes may be needed to tell.</summary>
    public const int Limit = 64 * 1024;

    private const byte TlsHandshake = 0x16;

    // Words that open no line of another protocol that a client begins; other methods are known by the end of their line.
    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"];

    /// <summary>Says that there is a byte, or <see langword="null"/> when there is none.</summary>
    public static bool? Any(in ReadOnlySequence<byte> bytes) => bytes.IsEmpty ? null : true;

    /// <summary>Says what the bytes are, or <see langword="null"/> when more are needed to tell.</summary>
    public static FirstBytes? Read(in ReadOnlySequence<byte> bytes)
    {
        SequenceReader<byte> reader = new(bytes);
        if (!reader.TryPeek(out byte first))
        {
            return null;
        }

        if (first is TlsHandshake or SocksMessage.Version)
        {
            return first == TlsHandshake ? FirstBytes.Tls : FirstBytes.Socks;
        }

        if (!reader.TryReadTo(out ReadOnlySequence<byte> word, (byte)' '))
        {
            return bytes.Length < Limit && IsToken(bytes) ? null : FirstBytes.Other;
        }

        return IsToken(word) ? ReadMethod(Encoding.ASCII.GetString(word), reader) : FirstBytes.Other;
    }

    private static FirstBytes? ReadMethod(string method, SequenceReader<byte> afterMethod)
    {
        if (method is "CONNECT" or "PRI")
        {
            return method == "PRI" ? FirstBytes.Http2 : FirstBytes.Connect;
        }

        if (s_methods.Contains(method))
        {
            return FirstBytes.Http;
        }

        // PURGE /cache HTTP/1.1
        // EHLO mail.example.com
        if (!afterMethod.TryReadTo(out ReadOnlySequence<byte> rest, (byte)'\n'))
        {
            return afterMethod.Remaining < Limit ? null : FirstBytes.Other;
        }

        return Encoding.ASCII.GetString(rest).TrimEnd('\r').Contains(" HTTP/1.", StringComparison.Ordinal) ? FirstBytes.Http : FirstBytes.Other;
    }

    private static bool IsToken(in ReadOnlySequence<byte> bytes) => HttpToken.IsToken(Encoding.Latin1.GetString(bytes));
}
