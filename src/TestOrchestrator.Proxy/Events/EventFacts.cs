using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Events;

/// <summary>
/// Details that are known as names and values when the event happens. A value that is <see langword="null"/> is left out; texts are freed
/// of secrets. Immutable.
/// </summary>
internal sealed class EventFacts(params (string Name, object? Value)[] facts) : IEventDetails
{
    public void AddTo(JsonObject data, EventReading reading)
    {
        foreach ((string name, object? value) in facts)
        {
            if (value is not null)
            {
                data[name] = value switch
                {
                    string text => JsonValue.Create(reading.Secrets.Text(text)),
                    int number => JsonValue.Create(number),
                    long number => JsonValue.Create(number),
                    double number => JsonValue.Create(number),
                    bool flag => JsonValue.Create(flag),
                    _ => JsonValue.Create(reading.Secrets.Text(value.ToString() ?? "")),
                };
            }
        }
    }
}
