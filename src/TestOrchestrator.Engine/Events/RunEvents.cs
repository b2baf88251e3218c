using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TestOrchestrator.Engine.Events;

/// <summary>
/// Appends what happens to <c>events.jsonl</c>: one JSON object a line, each with <c>at</c> (UTC) and <c>event</c>. Lines are written at
/// once, so that a reader follows, and nothing is lost when the process is killed. Thread-safe.
/// </summary>
public sealed class RunEvents : IDisposable
{
    // A file for people and tools, not a part of a web page: quotes and letters stay readable.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private bool _closed;
    private int _lost;

    internal RunEvents(string path, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>Appends an event. Does nothing once the run has ended.</summary>
    /// <param name="name">The kind of event, in lower case with hyphens.</param>
    /// <param name="properties">Its properties: texts, numbers, truth values; a property that is null is left out.</param>
    public void Write(string name, params ReadOnlySpan<(string Name, object? Value)> properties)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (_lost > 0 && TryAppend_UnderGate("events-lost", [("count", _lost), ("text", "The file could not be written.")]))
            {
                _lost = 0;
            }

            // In order: nothing is written before the loss is told.
            if (_lost > 0 || !TryAppend_UnderGate(name, properties))
            {
                _lost++;
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    // A disk that is full must not end what goes on; what is missing is told when there is room again.
    private bool TryAppend_UnderGate(string name, ReadOnlySpan<(string Name, object? Value)> properties)
    {
        _line.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_line, s_json))
        {
            json.WriteStartObject();
            json.WriteString("at", _timeProvider.GetUtcNow().UtcDateTime);
            json.WriteString("event", name);
            foreach ((string property, object? value) in properties)
            {
                WriteProperty(json, property, value);
            }

            json.WriteEndObject();
        }

        _line.Write("\n"u8);

        // Append means where the file ended when it was opened, and others append, too.
        long end = _file.Seek(0, SeekOrigin.End);
        try
        {
            _file.Write(_line.WrittenSpan);
            return true;
        }
        catch (IOException)
        {
            // Half a line is none.
            _file.SetLength(end);
            return false;
        }
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteNumber(name, Math.Round(number, 3));
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
