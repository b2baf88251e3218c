namespace Bench.Loads;

/// <summary>Bytes to and from a server; the calls block. Not thread-safe.</summary>
internal interface IWire : IDisposable
{
    /// <summary>Gets whether the TLS handshake continued an earlier session.</summary>
    bool IsResumed { get; }

    void Send(ReadOnlySpan<byte> bytes);

    /// <returns>How many bytes came; 0 at the end.</returns>
    int Receive(Span<byte> buffer);
}
