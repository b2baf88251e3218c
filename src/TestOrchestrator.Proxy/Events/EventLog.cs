using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Waiting;

namespace TestOrchestrator.Proxy.Events;

/// <summary>The newest events of a session, which any number of readers follow without being waited for. Thread-safe.</summary>
/// <remarks>Its gate may be taken within that of the exchange log, never the other way round.</remarks>
internal sealed class EventLog(TimeProvider clock)
{
    /// <summary>How many events are kept.</summary>
    public const int Capacity = 10_000;

    // What a reader takes at once: it copies references while it holds up the traffic.
    private const int BatchSize = 256;

    private readonly Lock _gate = new();
    private readonly ChangeSignal _changed = new();

    // It grows up to the capacity, and only then begins to overwrite; so the place of an event is always the same.
    private EventRecord[] _ring = [];
    private long _last;
    private bool _hasEnded;

    /// <summary>Gets the number of the newest event, 0 before the first.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Adds an event about an exchange.</summary>
    public void Add(ProxyEventKind kind, LiveExchange exchange, params (string Name, object? Value)[] facts) =>
        Add(kind, exchange.Scope, exchange.Number, new EventFacts(facts));

    /// <summary>Adds an event.</summary>
    public void Add(ProxyEventKind kind, ScopeNode scope, long? exchange, IEventDetails details)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            if (_last == _ring.Length && _ring.Length < Capacity)
            {
                Array.Resize(ref _ring, Math.Clamp(2 * _ring.Length, 64, Capacity));
            }

            _last++;
            _ring[Place(_last)] = new EventRecord
            {
                Sequence = _last,
                Time = clock.GetUtcNow(),
                Kind = kind,
                Scope = scope,
                Exchange = exchange,
                Details = details,
            };
            _changed.Fire_UnderGate();
        }
    }

    /// <summary>No event comes any more: readers end once they have read what there is.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _changed.Fire_UnderGate();
        }
    }

    /// <summary>Reads the events that a scope sees, those that there are and then those that come.</summary>
    public async IAsyncEnumerable<ProxyEvent> ReadAsync(
        ScopeNode scope, long since, EventReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long seen = since;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Batch batch = Take(seen);
            if (batch.First > seen + 1)
            {
                yield return Gap(scope, seen + 1, batch.First - 1);
                seen = batch.First - 1;
            }

            foreach (EventRecord record in batch.Records)
            {
                cancellationToken.ThrowIfCancellationRequested();
                seen = record.Sequence;
                if (scope.Sees(record.Scope))
                {
                    yield return Describe(record, reading);
                }
            }

            if (batch.Records.Length > 0)
            {
                continue;
            }

            if (batch.IsEnd)
            {
                yield break;
            }

            await batch.Changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Batch Take(long seen)
    {
        lock (_gate)
        {
            long first = Math.Max(seen + 1, _last - _ring.Length + 1);
            int count = (int)Math.Clamp(_last - first + 1, 0, BatchSize);
            EventRecord[] records = new EventRecord[count];
            for (int i = 0; i < count; i++)
            {
                records[i] = _ring[Place(first + i)];
            }

            return new Batch(first, records, _hasEnded, count > 0 || _hasEnded ? Task.CompletedTask : _changed.Next_UnderGate());
        }
    }

    private int Place(long sequence) => (int)((sequence - 1) % _ring.Length);

    private ProxyEvent Gap(ScopeNode scope, long from, long to) => new()
    {
        Sequence = to,
        Time = clock.GetUtcNow(),
        Kind = ProxyEventKind.Gap,
        Scope = scope.Name,
        Data = new JsonObject { ["from"] = from, ["to"] = to },
    };

    private static ProxyEvent Describe(EventRecord record, EventReading reading)
    {
        JsonObject data = [];
        record.Details.AddTo(data, reading);
        return new ProxyEvent
        {
            Sequence = record.Sequence,
            Time = record.Time,
            Kind = record.Kind,
            Scope = record.Scope.Name,
            Exchange = record.Exchange,
            Data = data,
        };
    }

    private readonly record struct Batch(long First, EventRecord[] Records, bool IsEnd, Task Changed);
}
