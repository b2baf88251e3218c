using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Redaction;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Events;

[TestClass]
public sealed class EventLogTests
{
    private static readonly EventReading s_reading = new(EventBodies.None, new SecretFilter(new ProxySessionOptions { Name = "session" }));

    private readonly ScopeNode _root = new("root", null, null);
    private readonly EventLog _log = new(new ManualTimeProvider());

    [TestMethod]
    public async Task Everything_that_is_kept_is_read_and_then_what_comes()
    {
        Add(3);
        await using IAsyncEnumerator<ProxyEvent> reader = Read();

        CollectionAssert.AreEqual(new[] { "1", "2", "3" }, await TakeAsync(reader, 3));
        ValueTask<bool> next = reader.MoveNextAsync();
        Assert.IsFalse(next.IsCompleted);
        Add(1);
        Assert.IsTrue(await next.AsTask().Soon());
        Assert.AreEqual(4, reader.Current.Sequence);
        Assert.AreEqual(4, _log.Last);
    }

    [TestMethod]
    public async Task A_reader_begins_after_the_event_that_it_names()
    {
        Add(5);

        CollectionAssert.AreEqual(new[] { "4", "5" }, await TakeAsync(Read(since: 3), 2));
    }

    [TestMethod]
    public async Task What_is_no_longer_kept_is_a_gap()
    {
        Add(EventLog.Capacity + 5);
        await using IAsyncEnumerator<ProxyEvent> reader = Read();

        string[] first = await TakeAsync(reader, 3);

        CollectionAssert.AreEqual(new[] { "gap 1-5", "6", "7" }, first);
        await using IAsyncEnumerator<ProxyEvent> early = Read(since: 2);
        await early.MoveNextAsync();
        Assert.AreEqual("""{"seq":5,"ts":"2030-01-01T00:00:00.0000000Z","kind":"gap","scope":"root","from":3,"to":5}""", early.Current.ToJson());
        await using IAsyncEnumerator<ProxyEvent> late = Read(since: 5);
        CollectionAssert.AreEqual(new[] { "6" }, await TakeAsync(late, 1), "Nothing is missing.");
    }

    [TestMethod]
    public async Task A_slow_reader_finds_a_gap_where_it_was_and_all_that_is_kept_after_it()
    {
        Add(10);
        await using IAsyncEnumerator<ProxyEvent> reader = Read();
        await TakeAsync(reader, 10);

        Add(3 * EventLog.Capacity);

        string[] caughtUp = await TakeAsync(reader, EventLog.Capacity + 1);
        Assert.AreEqual($"gap 11-{(2 * EventLog.Capacity) + 10}", caughtUp[0]);
        Assert.AreEqual($"{(2 * EventLog.Capacity) + 11}", caughtUp[1]);
        Assert.AreEqual($"{(3 * EventLog.Capacity) + 10}", caughtUp[^1]);
    }

    [TestMethod]
    public async Task A_scope_sees_its_own_events_and_those_within_it()
    {
        ScopeNode test = new("test", null, _root);
        ScopeNode step = new("step", null, test);
        foreach (ScopeNode scope in new[] { _root, test, step, _root, test })
        {
            _log.Add(ProxyEventKind.Connect, scope, null, new EventFacts());
        }

        _log.End();

        CollectionAssert.AreEqual(new[] { "2", "3", "5" }, await TakeAsync(Read(scope: test), int.MaxValue));
    }

    [TestMethod]
    public async Task The_end_is_read_after_all_events()
    {
        Add(300);
        await using IAsyncEnumerator<ProxyEvent> waiting = Read(since: 300);
        ValueTask<bool> next = waiting.MoveNextAsync();

        _log.End();
        Add(1);

        Assert.IsFalse(await next.AsTask().Soon());
        Assert.HasCount(300, await TakeAsync(Read(), int.MaxValue));
    }

    [TestMethod]
    public async Task Canceling_ends_a_reader_that_waits()
    {
        using CancellationTokenSource canceled = new();
        await using IAsyncEnumerator<ProxyEvent> reader = _log.ReadAsync(_root, 0, s_reading, canceled.Token).GetAsyncEnumerator(CancellationToken.None);
        ValueTask<bool> next = reader.MoveNextAsync();

        await canceled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => next.AsTask().Soon());
    }

    [TestMethod]
    public async Task Readers_and_writers_at_once_miss_nothing_that_they_are_not_told_of()
    {
        const int writers = 4;
        const int each = 10_000;
        Task<long[]>[] readers = [.. Enumerable.Range(0, 3).Select(i => Task.Run(() => CoveredAsync(pause: i)))];

        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => Add(each)))).Soon();
        _log.End();

        foreach (Task<long[]> reader in readers)
        {
            long[] covered = await reader.Soon();
            Assert.AreEqual(writers * each, covered.Length);
            Assert.IsTrue(covered.Select((sequence, i) => sequence == i + 1).All(isNext => isNext), "Every event is read or in a gap, once and in order.");
        }
    }

    [TestMethod]
    public void Kinds_are_written_in_lower_case_and_with_dashes() => Assert.AreEqual(
        "connect tls tls-client-failed request mock redirect fault response ws-open ws-message ws-close tunnel-open tunnel-close replay-miss problem gap",
        string.Join(' ', Enum.GetValues<ProxyEventKind>().Select(EventKindText.Of)));

    private async Task<long[]> CoveredAsync(int pause)
    {
        List<long> covered = [];
        await foreach (ProxyEvent read in _log.ReadAsync(_root, 0, s_reading, CancellationToken.None))
        {
            for (int i = 0; i < pause * 10; i++)
            {
                await Task.Yield();
            }

            long from = read.Kind == ProxyEventKind.Gap ? read.Data["from"]!.GetValue<long>() : read.Sequence;
            for (long sequence = from; sequence <= read.Sequence; sequence++)
            {
                covered.Add(sequence);
            }
        }

        return [.. covered];
    }

    private void Add(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _log.Add(ProxyEventKind.Connect, _root, null, new EventFacts(("host", "h"), ("port", 443)));
        }
    }

    private IAsyncEnumerator<ProxyEvent> Read(long since = 0, ScopeNode? scope = null) =>
        _log.ReadAsync(scope ?? _root, since, s_reading, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);

    private static async Task<string[]> TakeAsync(IAsyncEnumerator<ProxyEvent> reader, int count)
    {
        List<string> taken = [];
        while (taken.Count < count && await reader.MoveNextAsync().AsTask().Soon())
        {
            ProxyEvent read = reader.Current;
            taken.Add(read.Kind == ProxyEventKind.Gap ? $"gap {read.Data["from"]}-{read.Data["to"]}" : $"{read.Sequence}");
        }

        return [.. taken];
    }
}
