namespace TestOrchestrator.Proxy.Mocks;

/// <summary>A body that can be sent any number of times. Immutable.</summary>
internal sealed record MockBody(string ContentType, Func<Stream> Open)
{
    public static MockBody Of(ReadOnlyMemory<byte> bytes, string contentType)
    {
        byte[] copy = bytes.ToArray();
        return new MockBody(contentType, () => new MemoryStream(copy, writable: false));
    }

    public static MockBody OfFile(string path, string contentType) =>
        new(contentType, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true));
}
