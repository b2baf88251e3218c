using TestOrchestrator.Nursery.Processes;

namespace TestOrchestrator.Nursery.Logs;

/// <summary>Carries the output of processes from pipes to their logs, all on one thread. Thread-safe.</summary>
internal sealed class LogPump
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, LogStream> _byDescriptor = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _events = -1;

    /// <summary>Makes a pipe whose output goes to a log.</summary>
    /// <param name="id">The number of the process that writes.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written.</param>
    /// <returns>The end for the process, which the caller closes when the process has it; -1 if there is none to be had.</returns>
    public int Open(int id, string path, LogOptions options)
    {
        lock (_gate)
        {
            if (_events < 0)
            {
                _events = Libc.NewEvents();
                new Thread(Run) { IsBackground = true, Name = "logs" }.Start();
            }

            if (!Libc.TryPipe(out int read, out int write))
            {
                return -1;
            }

            _byDescriptor.Add(read, new(id, read, new(path, options)));
            Libc.Watch(_events, read);
            return write;
        }
    }

    /// <summary>Writes what a process has left in its pipe: it has ended, and its log is going to be read.</summary>
    public void Drain(int id)
    {
        lock (_gate)
        {
            foreach (LogStream stream in _byDescriptor.Values.Where(s => s.Id == id).ToArray())
            {
                CopyAll_UnderGate(stream);
            }
        }
    }

    /// <summary>Writes what all processes have left.</summary>
    public void DrainAll()
    {
        lock (_gate)
        {
            foreach (LogStream stream in _byDescriptor.Values.ToArray())
            {
                CopyAll_UnderGate(stream);
                stream.File.Dispose();
            }
        }
    }

    private void Run()
    {
        Span<int> ready = stackalloc int[64];
        while (true)
        {
            int count = Libc.WaitForEvents(_events, ready);
            lock (_gate)
            {
                for (int i = 0; i < count; i++)
                {
                    if (_byDescriptor.TryGetValue(ready[i], out LogStream? stream))
                    {
                        // One turn each: what is left is told again.
                        Copy_UnderGate(stream, _buffer.Length);
                    }
                }
            }
        }
    }

    // As much as the pipe can hold: what was in it when somebody asked has been written then. What a process writes without an end must not
    // hold anybody up.
    private void CopyAll_UnderGate(LogStream stream) => Copy_UnderGate(stream, Libc.CapacityOf(stream.Descriptor));

    private void Copy_UnderGate(LogStream stream, int most)
    {
        for (int copied = 0; copied < most;)
        {
            int read = Libc.ReadNow(stream.Descriptor, _buffer);
            if (read < 0)
            {
                return;
            }

            if (read == 0)
            {
                // Everybody who could write has ended. Closing takes the descriptor out of what is watched.
                _byDescriptor.Remove(stream.Descriptor);
                _ = Libc.Close(stream.Descriptor);
                stream.File.Dispose();
                return;
            }

            stream.File.Write(_buffer.AsSpan(0, read));
            copied += read;
        }
    }

    private sealed record LogStream(int Id, int Descriptor, LogFile File);
}
