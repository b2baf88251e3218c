using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Events;

/// <summary>What is known of an event beyond its kind. Thread-safe: several readers may describe it at once.</summary>
internal interface IEventDetails
{
    /// <summary>Adds what is known to the members of the event.</summary>
    void AddTo(JsonObject data, EventReading reading);
}
