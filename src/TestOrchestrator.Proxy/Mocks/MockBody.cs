using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks.Templates;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>A body that can be sent any number of times. Immutable.</summary>
internal sealed record MockBody(string ContentType, Func<MockCall, Stream> Open)
{
    public static MockBody Of(ReadOnlyMemory<byte> bytes, string contentType)
    {
        byte[] copy = bytes.ToArray();
        return new MockBody(contentType, _ => new MemoryStream(copy, writable: false));
    }

    public static MockBody OfFile(string path, string contentType) =>
        new(contentType, _ => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true));

    public static MockBody OfPieces(Func<RecordedRequest, CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> pieces, string contentType) =>
        new(contentType, call => new PieceStream(pieces(call.Request, call.Aborted)));

    public static MockBody OfTemplate(ResponseTemplate template, string contentType) =>
        new(contentType, call => new MemoryStream(template.Render(call), writable: false));
}
