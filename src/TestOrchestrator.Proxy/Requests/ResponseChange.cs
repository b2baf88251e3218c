using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Modifications;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Changes the response of an origin. One a response; not thread-safe.</summary>
/// <param name="changes">The changes.</param>
/// <param name="call">The client's request.</param>
/// <param name="exchange">Records what the origin answered.</param>
/// <param name="tryUse">Reports the problems of an edit, and says whether the response can be changed nevertheless.</param>
internal sealed class ResponseChange(ResponseModification changes, ClientCall call, LiveExchange exchange, Func<BodyEdit?, string, bool> tryUse)
{
    private const int PieceSize = 64 * 1024;

    /// <summary>Changes the response.</summary>
    /// <exception cref="UpstreamException">The origin broke off the body while it was waited for.</exception>
    public async Task<UpstreamResponse> ApplyAsync(UpstreamResponse response)
    {
        if (changes.ChangesNothing)
        {
            return response;
        }

        string message = $"the response to {exchange.Head}";
        BodyEdit? edit = null;
        byte[] received = [];
        Stream? held = null;
        if (response.Head.Status == (int)HttpStatusCode.SwitchingProtocols)
        {
            edit = new BodyEdit(default, [ModificationProblems.Streams("another protocol")]);
        }
        else if (changes.ChangesBody && BodyEdit.Obstacle(response.Head.Headers, changes.Body, call.IsHead ? null : response.Length) is { } obstacle)
        {
            edit = new BodyEdit(default, [obstacle]);
        }
        else if (changes.ChangesBody && !call.IsHead)
        {
            (received, held) = await HoldAsync(response).ConfigureAwait(false);
            edit = held is null
                ? BodyEdit.Apply(received, response.Head.Headers, changes.Body)
                : new BodyEdit(default, [ModificationProblems.TooLarge(BodyEdit.MaxBytes)]);
            held ??= new MemoryStream(received, writable: false);
        }

        return tryUse(edit, message) ? Changed(response, edit, received) : held is null ? response : new Shown(response, held) { Head = response.Head, Length = response.Length };
    }

    private UpstreamResponse Changed(UpstreamResponse response, BodyEdit? edit, byte[] received)
    {
        int status = changes.StatusCode ?? response.Head.Status;
        bool hadBody = HasBody(response.Head.Status);
        bool hasBody = HasBody(status);
        RecordedHeaders before = HeaderRules.EndToEnd(response.Head.Headers);

        // The length of a body that is not sent here, of a HEAD whose GET would be changed, or that a "not modified" speaks of, would be
        // waited for.
        IEnumerable<KeyValuePair<string, string>> headers = edit is { } made ? BodyHeaders.ForBody(before, made.Body.Length)
            : !hasBody || !hadBody || (changes.ChangesBody && call.IsHead) ? BodyHeaders.WithoutBody(before)
            : before;
        RecordedHeaders after = new(HeaderChange.Apply(headers, changes.HeaderChanges));
        if (status == response.Head.Status && edit is null && before.SequenceEqual(after))
        {
            return response;
        }

        ResponseHead head = response.Head with
        {
            Status = status,
            Reason = status == response.Head.Status ? response.Head.Reason : ReasonPhrases.GetReasonPhrase(status),
            Headers = after,
        };
        bool isOtherBody = edit is not null && !edit.Value.Body.Span.SequenceEqual(received);
        if (isOtherBody || status != response.Head.Status || !before.SequenceEqual(after))
        {
            exchange.OriginAnswered(response.Head, isOtherBody ? received : hasBody ? default(ReadOnlyMemory<byte>?) : ReadOnlyMemory<byte>.Empty);
        }

        return edit is { } sent ? new Shown(response, sent.Open()) { Head = head, Length = sent.Body.Length }
            : !hasBody ? new Shown(response, Stream.Null) { Head = head, Length = 0 }
            : new Shown(response, body: null) { Head = head, Length = response.Length };
    }

    // The whole body; or when it is longer than can be held, a stream of it from its beginning.
    private async Task<(byte[] Whole, Stream? Held)> HoldAsync(UpstreamResponse response)
    {
        try
        {
            Stream body = await response.OpenAsync(call.Aborted).ConfigureAwait(false);
            PipeReader reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: PieceSize));
            ReadResult read = await reader.ReadAtLeastAsync(BodyEdit.MaxBytes + 1, call.Aborted).ConfigureAwait(false);
            if (read.Buffer.Length > BodyEdit.MaxBytes)
            {
                // Nothing consumed: it is all read again.
                reader.AdvanceTo(read.Buffer.Start);
                return ([], reader.AsStream());
            }

            byte[] whole = read.Buffer.ToArray();
            await reader.CompleteAsync().ConfigureAwait(false);
            return (whole, null);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException && !call.Aborted.IsCancellationRequested)
        {
            throw new UpstreamException($"it broke off its response: {broken.Message}", broken);
        }
    }

    private static bool HasBody(int status) => status is not (204 or 205 or 304);

    /// <summary>A response with another head, and perhaps another body.</summary>
    private sealed class Shown(UpstreamResponse of, Stream? body) : UpstreamResponse
    {
        public override Task RequestSent => of.RequestSent;

        public override ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => body is null ? of.OpenAsync(cancellationToken) : new ValueTask<Stream>(body);

        public override RecordedHeaders Trailers() => of.Trailers();

        public override async ValueTask DisposeAsync()
        {
            if (body is not null)
            {
                await body.DisposeAsync().ConfigureAwait(false);
            }

            await of.DisposeAsync().ConfigureAwait(false);
        }
    }
}
