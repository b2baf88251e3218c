using System.Buffers.Binary;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>
/// The telemetry of a run, in its directory. Services: <c>traces.otlp</c>, <c>logs.otlp</c>, <c>metrics.otlp</c>, the requests of OTLP as
/// they came, each a message of protobuf behind its length (4 bytes, big-endian). Tests: <c>tests.jsonl</c>, each line a request in OTLP's
/// JSON. Thread-safe.
/// </summary>
internal sealed class TelemetryFiles : IDisposable
{
    public const string Traces = "traces";
    public const string Logs = "logs";
    public const string Metrics = "metrics";

    private const string Folder = "telemetry";
    private const string TestsName = "tests.jsonl";
    private const int LengthSize = sizeof(int);

    // Per file: a run that is kept must not fill a disk.
    private const long MaxSize = 256L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileStream> _files = new(StringComparer.Ordinal);
    private readonly string _directory;
    private bool _closed;

    public TelemetryFiles(string runDirectory)
    {
        _directory = Path.Combine(runDirectory, Folder);
        Directory.CreateDirectory(_directory);
    }

    public static IReadOnlyList<string> Kinds { get; } = [Traces, Logs, Metrics];

    /// <summary>Adds a request of a service.</summary>
    public void Append(string kind, ReadOnlyMemory<byte> message)
    {
        byte[] entry = new byte[LengthSize + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(entry, message.Length);
        message.CopyTo(entry.AsMemory(LengthSize));
        Write(FileName(kind), entry);
    }

    /// <summary>Adds spans of tests.</summary>
    /// <param name="json">A request in OTLP's JSON, without line ends.</param>
    public void AppendTests(ReadOnlyMemory<byte> json) => Write(TestsName, [.. json.Span, (byte)'\n']);

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (FileStream file in _files.Values)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Gets the file of a kind of telemetry of services.</summary>
    public static string FileOf(string runDirectory, string kind) => Path.Combine(runDirectory, Folder, FileName(kind));

    /// <summary>Gets the file of the spans of tests.</summary>
    public static string TestsOf(string runDirectory) => Path.Combine(runDirectory, Folder, TestsName);

    /// <summary>
    /// Reads the requests that a file of a service's telemetry has from a position on, and moves the position behind them.
    /// </summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string path, ref long position)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = position;
        byte[] content = new byte[file.Length - position];
        int read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        List<ReadOnlyMemory<byte>> messages = [];
        ReadOnlyMemory<byte> rest = content.AsMemory(0, read);

        // The last one may be half written.
        while (rest.Length >= LengthSize && BinaryPrimitives.ReadInt32BigEndian(rest.Span) is int length && length >= 0 && length <= rest.Length - LengthSize)
        {
            messages.Add(rest.Slice(LengthSize, length));
            rest = rest[(LengthSize + length)..];
            position += LengthSize + length;
        }

        return messages;
    }

    private static string FileName(string kind) => $"{kind}.otlp";

    private void Write(string name, byte[] entry)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            try
            {
                if (!_files.TryGetValue(name, out FileStream? file))
                {
                    FileShare others = FileShare.ReadWrite | FileShare.Delete;
                    file = new(Path.Combine(_directory, name), FileMode.Append, FileAccess.Write, others, bufferSize: 0);
                    _files.Add(name, file);
                }

                if (file.Position + entry.Length <= MaxSize)
                {
                    file.Write(entry);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A dashboard lacks something, and no test fails because of what shows it.
            }
        }
    }
}
