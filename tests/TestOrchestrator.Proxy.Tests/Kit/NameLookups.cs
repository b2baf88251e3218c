using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>The names that this process asks name servers for.</summary>
internal sealed class NameLookups : EventListener
{
    private readonly ConcurrentQueue<string> _names = new();

    public IReadOnlyCollection<string> Names => _names;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.NameResolution")
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData is { EventName: "ResolutionStart", Payload: [string name, ..] })
        {
            _names.Enqueue(name);
        }
    }
}
