using System.Diagnostics;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>
/// The events of Aspire's <see cref="DiagnosticListener"/> "Aspire.Hosting", which Aspire.Hosting.Testing is built on. They give access to
/// the builder and the application of an unmodified app host. Thread-safe.
/// </summary>
internal sealed class AspireEvents : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    /// <summary>Before a builder is made, with its options.</summary>
    public const string Constructing = "DistributedApplicationBuilderConstructing";

    /// <summary>Before an application is built, with its builder.</summary>
    public const string Building = "DistributedApplicationBuilding";

    /// <summary>After an application was built, with the application.</summary>
    public const string Built = "DistributedApplicationBuilt";

    private const string ListenerName = "Aspire.Hosting";

    private readonly Func<bool> _isMeant;
    private readonly Action<KeyValuePair<string, object?>> _happened;
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _subscriptions = [];

    private AspireEvents(Func<bool> isMeant, Action<KeyValuePair<string, object?>> happened)
    {
        _isMeant = isMeant;
        _happened = happened;
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="isMeant">Tells whether what happens in the current flow of execution is of interest.</param>
    /// <param name="happened">Called with the name and the object of an event, on the thread of the app host.</param>
    /// <returns>What ends it.</returns>
    public static AspireEvents Subscribe(Func<bool> isMeant, Action<KeyValuePair<string, object?>> happened)
    {
        AspireEvents events = new(isMeant, happened);
        events.Add(DiagnosticListener.AllListeners.Subscribe(events));
        return events;
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == ListenerName && _isMeant())
        {
            Add(value.Subscribe(this));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (_isMeant())
        {
            _happened(value);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    /// <summary>
    /// Ends it. Aspire never disposes of the listeners that it makes for each builder: they would keep the application in memory.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _subscriptions.ForEach(s => s.Dispose());
            _subscriptions.Clear();
        }
    }

    private void Add(IDisposable subscription)
    {
        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }
    }
}
