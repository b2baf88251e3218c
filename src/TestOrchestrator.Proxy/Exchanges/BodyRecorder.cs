namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Keeps the beginning of a body while it passes. Not thread-safe: guarded by the gate of the log.</summary>
internal sealed class BodyRecorder
{
    private byte[] _bytes = [];
    private long _length;
    private bool _dropped;

    public int Kept { get; private set; }

    /// <summary>Gets or sets whose body it is; <see langword="null"/> unless it counts for the budget of its session.</summary>
    public LiveExchange? Owner_UnderGate { get; set; }

    /// <summary>Gets or sets the one before it in the budget of its session.</summary>
    public BodyRecorder? Older_UnderGate { get; set; }

    /// <summary>Gets or sets the one after it in the budget of its session.</summary>
    public BodyRecorder? Newer_UnderGate { get; set; }

    /// <summary>Appends what has passed.</summary>
    /// <returns>How many bytes more are kept.</returns>
    public int Append_UnderGate(ReadOnlySpan<byte> passed, int limit)
    {
        _length += passed.Length;
        int more = _dropped ? 0 : Math.Min(passed.Length, limit - Kept);
        if (more <= 0)
        {
            return 0;
        }

        if (_bytes.Length < Kept + more)
        {
            // The first chunk is usually the whole body, so it gets its exact size; a snapshot may hold the old array, which is never
            // written again.
            Array.Resize(ref _bytes, Kept == 0 ? more : (int)Math.Min(limit, Math.Max(2L * Kept, Kept + more)));
        }

        passed[..more].CopyTo(_bytes.AsSpan(Kept));
        Kept += more;
        return more;
    }

    /// <summary>Forgets the bytes.</summary>
    /// <returns>How many bytes are kept no longer.</returns>
    public int Drop_UnderGate()
    {
        int freed = Kept;
        _bytes = [];
        _dropped = true;
        Kept = 0;
        return freed;
    }

    /// <summary>What is kept of a body; of one of which nothing has come yet, nothing.</summary>
    public static RecordedBody Snapshot_UnderGate(BodyRecorder? body) => body?.Snapshot_UnderGate() ?? new RecordedBody(default, 0, BodyCapture.Whole);

    public RecordedBody Snapshot_UnderGate() => new(
        _bytes.AsMemory(0, Kept), _length, _dropped ? BodyCapture.Dropped : Kept < _length ? BodyCapture.Truncated : BodyCapture.Whole);
}
