using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Holdings;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Recordings as they are written and shown.</summary>
internal static class RecordingMapping
{
    // In place of the name of a file, in messages.
    private const string Unnamed = "(sent over the control API)";

    private static readonly Dictionary<string, string> s_renamed = new() { ["MaxAge"] = "max_age_sec" };

    private static readonly WireText s_mode = WireText.OneOf([.. Enum.GetValues<RecordingMode>().Select(Text)]);

    public static WireShape Shape { get; } = new("NewRecording", "What the requests of a scope are recorded to, or answered from: a HAR file, or HAR that is sent along.",
    [
        new("scope", WireText.Any, "The id of the scope; the default is the root scope of the session."),
        new("file", WireText.Any, "A HAR file of the machine that the proxy runs on; one that is not there is made. Left out, what is recorded is the answer to the commit."),
        new("har", WireAny.Json, "HAR 1.2 of any program, from which requests are answered; instead of 'file'."),
        new("mode", s_mode, "off: nothing. record: all anew. replay: answered from the file, never from the network. auto, the default: replay where there is something to replay, else record. update: replay, and record what is missing."),
        new("on_miss", WireText.OneOf([.. Enum.GetValues<ReplayMiss>().Select(Text)]), "What is done with a request that is not in it; the default is 'fail'."),
        new("miss_status", WireNumber.Integer(200, 599), "The status for 'on_miss': 'status'; the default is 502."),
        new("never_record", WireFlag.Any, "Whether 'auto' records nothing; the default is whether the environment of the proxy has CI=true."),
        new("ignored_parameters", WireList.OfTexts, "Parameters of queries and forms that do not count."),
        new("ignored_json_paths", WireList.OfTexts, "JSONPaths (RFC 9535) to what does not count in bodies of requests."),
        new("key_headers", WireList.OfTexts, "Headers of requests that count, too."),
        new("strict_repeats", WireFlag.Any, "Whether a request that comes more often than it was recorded is a miss; by default the last response is repeated."),
        new("match_dates", WireFlag.Any, "Whether dates in requests are equal that are as far from the recording as from the replay; the default is true."),
        new("shift_dates", WireFlag.Any, "Whether dates in headers of responses are shifted by the time since the recording; the default is true."),
        new("shifted_json_paths", WireList.OfTexts, "JSONPaths to dates in bodies of responses that are shifted likewise."),
        new("secret_headers", WireList.OfTexts, "Headers whose values are replaced by stand-ins; the default is as 'redacted_headers' of a session."),
        new("secret_parameters", WireList.OfTexts, "Parameters and members of JSON whose values are; the default is as 'redacted_parameters' of a session."),
        new("max_age_sec", new WireNumber { Least = 0, Most = 1e9 }, "How old it may be before that is a problem, TO2352; the default is any age."),
        new("version", WireText.Any, "The version of what is tested, such as '2.3', by which one of several files is chosen."),
    ]);

    public static WireShape Shown { get; } = new("Recording", "A recording that is in use, or was until its scope ended.",
    [
        new("id", WireText.Any, "Its id.") { IsRequired = true },
        new("scope", WireText.Any, "The id of its scope.") { IsRequired = true },
        new("file", WireText.Any, "The file, absolute; that of a version where there is one. Left out when there is none."),
        new("mode", s_mode, "What is done: 'auto' has been decided.") { IsRequired = true },
        new("recorded_at", WireText.Any, "When it was recorded, ISO 8601; left out when there was nothing."),
        new("replayed", WireNumber.Count, "How many requests it answered.") { IsRequired = true },
        new("missed", WireNumber.Count, "How many requests were not in it.") { IsRequired = true },
        new("unused", WireList.OfTexts, "The calls that nobody has asked for, for people.") { IsRequired = true },
        new("warnings", WireList.OfTexts, "What a test need not fail for, for people.") { IsRequired = true },
        new("har", WireAny.Json, "What was recorded, where there is no file and something is new; in the answer to the commit."),
    ]);

    /// <exception cref="ControlException">It cannot be what it is written as.</exception>
    public static async Task<HeldRecording> UseAsync(ControlScope scope, WireObject said, CancellationToken cancellationToken)
    {
        if (said.Has("file") && said.Has("har"))
        {
            throw WireErrors.Together(said.Field, "A recording has both 'file' and 'har'.", "Give one of them, or none.");
        }

        RecordingOptions options = Read(said);
        RecordingFile? given = said.Has("file") ? null : said.At("har", () => Given(said.Json("har")));
        HeldRecording held = new(scope.Node, await UseAsync(scope, said, options, given, cancellationToken).ConfigureAwait(false), given is null);
        SessionHoldings.Of(scope.Session).Add(held);
        return held;
    }

    public static JsonObject Show(HeldRecording held)
    {
        Recording recording = held.Recording;
        JsonObject shown = new()
        {
            ["id"] = Identity.Of(held),
            ["scope"] = Identity.Of(held.Scope),
            ["mode"] = Text(recording.Mode),
            ["replayed"] = recording.Replayed,
            ["missed"] = recording.Missed,
            ["unused"] = new JsonArray([.. recording.Unused.Select(u => (JsonNode)u)]),
            ["warnings"] = new JsonArray([.. recording.Warnings.Select(w => (JsonNode)w)]),
        };
        if (held.HasFile)
        {
            shown["file"] = recording.File;
        }

        if (recording.RecordedAt is { } recordedAt)
        {
            shown["recorded_at"] = recordedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        }

        return shown;
    }

    private static async Task<Recording> UseAsync(ControlScope scope, WireObject said, RecordingOptions options, RecordingFile? given, CancellationToken cancellationToken)
    {
        try
        {
            return await Recording.UseAsync(options, scope.Session, scope.Node, cancellationToken, given).ConfigureAwait(false);
        }
        catch (ProxyException unreadable) when (unreadable.Code is "TO2641" or "TO2643" or "TO2260" or "TO2261" or "TO2262")
        {
            throw ControlErrors.Of(unreadable, said.FieldOf(given is null ? "file" : "har"), given is null ? options.File : null);
        }
    }

    private static RecordingFile Given(JsonElement? har) => har is { ValueKind: not JsonValueKind.Null } sent
        ? RecordingFile.Of(Unnamed, HarReader.Read(Unnamed, sent)) with { IsInMemory = true }
        : new RecordingFile { Path = Unnamed, IsInMemory = true };

    private static RecordingOptions Read(WireObject said)
    {
        RecordingOptions defaults = new() { File = said.Text("file") ?? Unnamed };
        RecordingOptions options = defaults with
        {
            Mode = Value(said.Text("mode"), defaults.Mode),
            OnMiss = Value(said.Text("on_miss"), defaults.OnMiss),
            MissStatus = said.Integer("miss_status") ?? defaults.MissStatus,
            NeverRecord = said.FlagOrNull("never_record") ?? defaults.NeverRecord,
            IgnoredParameters = [.. said.Texts("ignored_parameters")],
            IgnoredJsonPaths = [.. said.Texts("ignored_json_paths")],
            KeyHeaders = [.. said.Texts("key_headers")],
            StrictRepeats = said.Flag("strict_repeats"),
            MatchDates = said.FlagOrNull("match_dates") ?? defaults.MatchDates,
            ShiftDates = said.FlagOrNull("shift_dates") ?? defaults.ShiftDates,
            ShiftedJsonPaths = [.. said.Texts("shifted_json_paths")],
            SecretHeaders = said.Has("secret_headers") ? [.. said.Texts("secret_headers")] : defaults.SecretHeaders,
            SecretParameters = said.Has("secret_parameters") ? [.. said.Texts("secret_parameters")] : defaults.SecretParameters,
            MaxAge = said.Seconds("max_age_sec"),
            Version = said.Text("version") is { } version ? ReadVersion(said, version) : null,
        };
        string[] problems = [.. options.Problems()];
        return problems.Length == 0 ? options : throw WireErrors.Objections("TO2640", $"The recording '{options.File}' cannot be used", problems, said, s_renamed);
    }

    private static Version ReadVersion(WireObject said, string text) => Version.TryParse(text, out Version? version)
        ? version
        : throw WireErrors.Together(said.FieldOf("version"), $"'{text}' is not a version.", "Write '2.3' or '2.3.1'.");

    private static string Text<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static T Value<T>(string? text, T otherwise)
        where T : struct, Enum => text is null ? otherwise : Enum.GetValues<T>().Single(v => Text(v) == text);
}
