using System.Collections.Immutable;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>What a scope is recorded to, or answered from, until it is committed or disposed, or the scope ends.</summary>
/// <remarks>
/// Thread-safe. Nothing is written but by <see cref="CommitAsync"/>, which works after the scope has ended too; disposing it without
/// discards what was recorded.
/// </remarks>
public sealed class Recording : IAsyncDisposable
{
    // As many as there are problems of a session.
    private const int KeptMisses = 1000;

    private readonly Lock _gate = new();
    private readonly RecordingOptions _options;
    private readonly ProxySession _session;
    private readonly ScopeNode _scope;
    private readonly RecordingFile _file;
    private readonly RecordingSecrets _secrets;
    private readonly ReplayBook _book;
    private readonly DateTimeOffset _startedAt;
    private readonly List<LiveExchange> _recorded = [];
    private readonly List<string> _misses = [];
    private int _replayed;
    private int _missed;
    private bool _hasEnded;

    private Recording(RecordingOptions options, RecordingMode mode, ProxySession session, ScopeNode scope, RecordingFile file, RecordingSecrets secrets, ReplayBook book)
    {
        _options = options;
        _session = session;
        _scope = scope;
        _file = file;
        _secrets = secrets;
        _book = book;
        Mode = mode;

        // Whole seconds: files do not show more.
        long now = session.Log.Clock.GetUtcNow().ToUnixTimeSeconds();
        _startedAt = DateTimeOffset.FromUnixTimeSeconds(now);
    }

    /// <summary>Gets the file, absolute; that of a version where there is one.</summary>
    public string File => _file.Path;

    /// <summary>Gets what is done: <see cref="RecordingMode.Auto"/> has been decided.</summary>
    public RecordingMode Mode { get; }

    /// <summary>Gets when the file was recorded, so that a test can set its clock to it.</summary>
    /// <value><see langword="null"/> when there was no file.</value>
    public DateTimeOffset? RecordedAt => _file.RecordedAt;

    /// <summary>Gets how many requests were answered from the file.</summary>
    public int Replayed => Volatile.Read(ref _replayed);

    /// <summary>Gets how many requests were not in the file.</summary>
    public int Missed => Volatile.Read(ref _missed);

    /// <summary>
    /// Gets the requests that were not in the file, in the order in which they came, each with what came nearest and how it differs; the
    /// first 1,000 are kept.
    /// </summary>
    public IReadOnlyList<string> Misses
    {
        get
        {
            lock (_gate)
            {
                return [.. _misses];
            }
        }
    }

    /// <summary>Gets the calls of the file that nobody has asked for, for messages.</summary>
    public IReadOnlyList<string> Unused => [.. _book.Unused().Select(c => c.ToString())];

    /// <summary>Gets what a test need not fail for: a recording of another version of what is tested.</summary>
    public ImmutableArray<string> Warnings { get; private init; } = [];

    internal bool Replays => Mode is RecordingMode.Replay or RecordingMode.Update;

    /// <summary>Gets a value indicating whether nothing goes to the network.</summary>
    internal bool IsSealed => Mode == RecordingMode.Replay && OnMiss is not (ReplayMiss.Forward or ReplayMiss.ForwardAndRecord);

    internal ReplayMiss OnMiss => Mode == RecordingMode.Update ? ReplayMiss.ForwardAndRecord
        : _options is { OnMiss: ReplayMiss.ForwardAndRecord, NeverRecord: true } ? ReplayMiss.Forward
        : _options.OnMiss;

    internal int MissStatus => _options.MissStatus;

    /// <summary>Writes what was recorded, whole or not at all, and ends the recording. When nothing is new nothing is written.</summary>
    /// <param name="cancellationToken">Ends the writing; the file is then as it was.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="ProxyException">TO2644: it has ended already. TO2645: not all of a body or message was kept.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<bool> CommitAsync(CancellationToken cancellationToken = default)
    {
        if (Finished() is not { } written || (written.Entries.Length == 0 && !System.IO.File.Exists(File)))
        {
            return false;
        }

        await written.WriteAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends the recording; unless it was committed, nothing is written.</summary>
    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Ends the recording, as <see cref="CommitAsync"/> does, and hands over what would be written; <see langword="null"/> when nothing is
    /// new.
    /// </summary>
    internal async Task<string?> CommitTextAsync(CancellationToken cancellationToken) =>
        Finished() is { } written ? await written.TextAsync(cancellationToken).ConfigureAwait(false) : null;

    /// <param name="options">Which file, and how.</param>
    /// <param name="session">The session of the scope.</param>
    /// <param name="scope">What is recorded or answered.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    /// <param name="given">What the file holds, where it is in memory.</param>
    internal static async Task<Recording> UseAsync(RecordingOptions options, ProxySession session, ScopeNode scope, CancellationToken cancellationToken, RecordingFile? given = null)
    {
        string[] problems = [.. options.Problems()];
        if (problems.Length > 0)
        {
            throw RecordingErrors.Options(options.File, problems);
        }

        string path = given?.Path ?? RecordingFile.For(options.File, options.Version);
        RecordingMode mode = options.Mode != RecordingMode.Auto ? options.Mode
            : (given is null ? System.IO.File.Exists(path) : !given.Entries.IsEmpty) || options.NeverRecord ? RecordingMode.Replay
            : RecordingMode.Record;
        RecordingFile file = mode is RecordingMode.Replay or RecordingMode.Update
            ? given ?? await RecordingFile.ReadAsync(path, cancellationToken).ConfigureAwait(false)
            : new RecordingFile { Path = path };
        RecordingSecrets secrets = new();
        RecordedCall[] calls = [.. file.Entries.Select((e, i) => RecordedCall.Of(i + 1, e, options, file.Read))];
        foreach (HarEntry entry in file.Entries)
        {
            secrets.Used(entry, file.Read);
        }

        Recording recording = new(options, mode, session, scope, file, secrets, new ReplayBook(calls, secrets, options))
        {
            Warnings = file.Version is { } recorded && options.Version is { } current && recorded != current.ToString()
                ? [$"The recording '{path}' is of version {recorded}, and version {current} is tested."]
                : [],
        };
        session.Scopes.Add(scope, recording);
        recording.WarnOfAge();
        return recording;
    }

    /// <summary>Takes note of a request that goes to its origin.</summary>
    internal void Note(LiveExchange exchange)
    {
        lock (_gate)
        {
            if (!_hasEnded)
            {
                _recorded.Add(exchange);
            }
        }
    }

    /// <summary>The answer to a request; <see langword="null"/> when it is not in the file.</summary>
    internal ReplayUpstream? Find(RecordedRequest request, out Explanation miss)
    {
        RecordedCall? call = _book.Take(request, ShiftOf, out IReadOnlyCollection<ReplayCandidate> nearest);
        if (call is null)
        {
            miss = RecordingExplanations.Miss(this, request.Head, nearest, isSpent: nearest.Any(c => c.Differences.IsEmpty));
            Missing(miss);
            return null;
        }

        Interlocked.Increment(ref _replayed);
        miss = default;
        return new ReplayUpstream(call, new ReplayedDates(_options, ShiftOf(call)));
    }

    private void Missing(Explanation miss)
    {
        lock (_gate)
        {
            _missed++;
            if (_misses.Count < KeptMisses)
            {
                _misses.Add(miss.ToString());
            }
        }
    }

    // What was added later is younger than the file.
    private TimeSpan ShiftOf(RecordedCall call) => _session.Log.Clock.GetUtcNow() - call.Entry.StartedDateTime;

    private void WarnOfAge()
    {
        if (_options.MaxAge is { } limit && RecordedAt is { } recordedAt && _session.Log.Clock.GetUtcNow() - recordedAt is { } age && age > limit)
        {
            _session.Problems.Add(_scope, RecordingExplanations.TooOld(this, recordedAt, age, limit));
        }
    }

    private RecordingFile? Finished()
    {
        IReadOnlyList<RecordedExchange> exchanges = End() ?? throw RecordingErrors.Ended(File);
        if (Mode == RecordingMode.Off || (exchanges.Count == 0 && Mode != RecordingMode.Record))
        {
            return null;
        }

        ThrowIfNotKept(exchanges);
        HarEntry[] added = [.. new RecordingEntries(_secrets, _options, _startedAt).Of([.. exchanges.Where(RecordingEntries.IsWhole)])];
        return Mode == RecordingMode.Record
            ? new RecordingFile { Path = File, RecordedAt = _startedAt, Version = _options.Version?.ToString(), Entries = [.. RecordingEntries.Ordered(added)] }
            : _file with { RecordedAt = _file.RecordedAt ?? _startedAt, Version = _file.Version ?? _options.Version?.ToString(), Entries = [.. RecordingEntries.Ordered([.. _file.Entries, .. added])] };
    }

    private IReadOnlyList<RecordedExchange>? End()
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return null;
            }

            _hasEnded = true;
        }

        _session.Scopes.Remove(_scope, this);
        return _session.Log.Describe(_recorded);
    }

    private void ThrowIfNotKept(IReadOnlyList<RecordedExchange> exchanges)
    {
        string[] lost = [.. exchanges.Where(e => RecordingEntries.IsWhole(e) && !RecordingEntries.IsKept(e)).Select(e => e.Request.ToString())];
        if (lost.Length > 0)
        {
            throw RecordingErrors.NotKept(File, lost);
        }
    }
}
