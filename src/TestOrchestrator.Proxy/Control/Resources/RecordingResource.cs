using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Holdings;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Recordings: use, list with what they did, commit, discard.</summary>
internal static class RecordingResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/recordings",
            Operation = "listRecordings",
            Summary = "The recordings that have been neither committed nor discarded, oldest first.",
            Answer = new WireList(RecordingMapping.Shown),
            Handle = call => ControlAnswer.List(SessionHoldings.Of(call.Session()).Recordings.Select(RecordingMapping.Show)),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/recordings",
            Operation = "useRecording",
            Summary = "Records the requests of a scope, or answers them from what was recorded, until that is committed or discarded, or the scope ends.",
            Body = RecordingMapping.Shape,
            Status = HttpStatusCode.Created,
            Answer = RecordingMapping.Shown,
            HandleAsync = UseAsync,
        },
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/recordings/{recording}",
            Operation = "getRecording",
            Summary = "A recording, with what it did.",
            Answer = RecordingMapping.Shown,
            Handle = call => RecordingMapping.Show(Find(call)),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/recordings/{recording}/commit",
            Operation = "commitRecording",
            Summary = "Writes what was recorded, whole or not at all, and ends the recording; also after its scope has ended. Without a file it is the answer.",
            Answer = RecordingMapping.Shown,
            HandleAsync = CommitAsync,
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/recordings/{recording}",
            Operation = "discardRecording",
            Summary = "Ends a recording; nothing is written.",
            Answer = RecordingMapping.Shown,
            HandleAsync = DiscardAsync,
        },
    ];

    private static async Task<ControlAnswer> UseAsync(ControlCall call) =>
        RecordingMapping.Show(await RecordingMapping.UseAsync(call.NamedScope(), call.Body, call.Aborted).ConfigureAwait(false));

    private static async Task<ControlAnswer> CommitAsync(ControlCall call)
    {
        HeldRecording held = Find(call);
        SessionHoldings.Of(call.Session()).Remove(held);
        if (held.HasFile)
        {
            await WriteAsync(held, call.Aborted).ConfigureAwait(false);
            return RecordingMapping.Show(held);
        }

        string? har = await held.Recording.CommitTextAsync(call.Aborted).ConfigureAwait(false);
        JsonObject shown = RecordingMapping.Show(held);
        if (har is not null)
        {
            shown["har"] = JsonNode.Parse(har);
        }

        return shown;
    }

    private static async Task WriteAsync(HeldRecording held, CancellationToken cancellationToken)
    {
        try
        {
            await held.Recording.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw ControlErrors.NotWritten(held.Recording.File, unwritable);
        }
    }

    private static async Task<ControlAnswer> DiscardAsync(ControlCall call)
    {
        HeldRecording held = Find(call);
        SessionHoldings.Of(call.Session()).Remove(held);
        await held.Recording.DisposeAsync().ConfigureAwait(false);
        return RecordingMapping.Show(held);
    }

    private static HeldRecording Find(ControlCall call) => Identity.Find("recording", call.Path["recording"], SessionHoldings.Of(call.Session()).Recordings);
}
