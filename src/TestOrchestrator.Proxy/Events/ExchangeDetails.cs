using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Events;

/// <summary>How an exchange was answered, read from the log when it is asked for. Thread-safe.</summary>
internal sealed class ExchangeDetails(ExchangeLog log, LiveExchange exchange, bool isComplete) : IEventDetails
{
    public void AddTo(JsonObject data, EventReading reading)
    {
        RecordedExchange recorded = log.Describe([exchange])[0];
        data["complete"] = isComplete;
        if (isComplete)
        {
            data["outcome"] = recorded.Outcome.ToString().ToLowerInvariant();
            data["milliseconds"] = recorded.Timings.Completed?.TotalMilliseconds;
        }

        AddIfAny(data, "mock", recorded.Mock?.ToString(), reading);
        AddIfAny(data, "error", recorded.Error, reading);
        if (recorded.Response is { } response)
        {
            data["status"] = response.Status;
            data["reason"] = response.Reason;
            data["protocol"] = response.Protocol;
            data["headers"] = RequestDetails.Headers(response.Headers, reading);
        }

        // What has begun only has bodies that go on changing.
        if (isComplete)
        {
            AddBodies(data, recorded, reading);
        }
    }

    private static void AddIfAny(JsonObject data, string name, string? text, EventReading reading)
    {
        if (text is not null)
        {
            data[name] = reading.Secrets.Text(text);
        }
    }

    private static void AddIfAny(JsonObject data, string name, RecordedHeaders headers, EventReading reading)
    {
        if (headers.Count > 0)
        {
            data[name] = RequestDetails.Headers(headers, reading);
        }
    }

    private static void AddBodies(JsonObject data, RecordedExchange recorded, EventReading reading)
    {
        RecordedRequest request = recorded.Request;
        JsonObject sent = [];
        EventBody.AddTo(sent, request.BodyLength, request.BodyCapture, () => reading.Secrets.Body(request.Content), reading.Bodies);
        data["requestBody"] = sent;
        AddIfAny(data, "requestTrailers", request.Trailers, reading);
        if (recorded.Response is { } response)
        {
            JsonObject received = [];
            EventBody.AddTo(received, response.BodyLength, response.BodyCapture, () => reading.Secrets.Body(response.Content), reading.Bodies);
            data["responseBody"] = received;
            AddIfAny(data, "trailers", response.Trailers, reading);
        }
    }
}
