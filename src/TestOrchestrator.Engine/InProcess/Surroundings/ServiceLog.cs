using System.Text;

namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>The log file of a service that runs inside this process. Every write is in the file when it returns. Thread-safe.</summary>
internal sealed class ServiceLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly StreamWriter _writer;
    private bool _closed;

    public ServiceLog(string path)
    {
        _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _writer = new(_file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    public void Write(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                // FileMode.Append looks for the end once, when it opens the file; what the engine notes meanwhile would be written over.
                _file.Seek(0, SeekOrigin.End);
                _writer.Write(text);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _writer.Dispose();
        }
    }
}
