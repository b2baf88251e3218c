using System.Buffers.Binary;

namespace TestOrchestrator.Nursery.Protocol;

/// <summary>
/// Writes events, each a byte and three 32-bit little-endian numbers (13 bytes in one write, so that they cannot mix). Thread-safe.
/// <code>
/// 'R' nursery's pid, 0, 0
/// 'P' id, pid, 0
/// 'E' id, errno, or errno negated if what the process connects to cannot be led to a proxy, 0
/// 'X' id, exit code or -1, signal or 0
/// </code>
/// The engine's half is <c>NurseryEvents</c> in TestOrchestrator.Engine.
/// </summary>
internal sealed class EventWriter(Stream output) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _stopped;

    public void Ready(int pid) => Write('R', pid, 0, 0);

    public void Started(int id, int pid) => Write('P', id, pid, 0);

    public void Failed(int id, int errno) => Write('E', id, errno, 0);

    public void Exited(int id, int exitCode, int signal) => Write('X', id, exitCode, signal);

    /// <summary>Writes nothing any more: nobody reads.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
        }
    }

    public void Dispose() => output.Dispose();

    private void Write(char kind, int first, int second, int third)
    {
        Span<byte> frame = stackalloc byte[13];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(frame[1..], first);
        BinaryPrimitives.WriteInt32LittleEndian(frame[5..], second);
        BinaryPrimitives.WriteInt32LittleEndian(frame[9..], third);
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            try
            {
                output.Write(frame);
                output.Flush();
            }
            catch (IOException)
            {
                // The owner is gone; the end of standard input says so, too.
                _stopped = true;
            }
        }
    }
}
