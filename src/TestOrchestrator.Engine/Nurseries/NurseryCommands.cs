using System.Text;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Nurseries;

/// <summary>
/// Writes commands to the nursery. Numbers are 32-bit little-endian; a text is its length in bytes and UTF-8; a list is its length and its
/// texts. The nursery's half is its <c>CommandReader</c>, which has the table. Thread-safe.
/// </summary>
internal sealed class NurseryCommands(Stream output) : IDisposable
{
    private readonly Lock _gate = new();

    public void Spawn(int id, IReadOnlyCollection<string> wrapper, ProcessStart start, IReadOnlyDictionary<string, string> environment) => Write(writer =>
    {
        writer.Write((byte)'S');
        writer.Write(id);
        WriteList(writer, wrapper);
        WriteList(writer, [start.Program, .. start.Arguments]);
        WriteList(writer, [.. environment.Select(v => $"{v.Key}={v.Value}")]);
        WriteText(writer, start.WorkingDirectory);
        WriteText(writer, start.OutputFile);
        writer.Write(start.Log is { Timestamps: true } ? 1 : 0);
        writer.Write(start.Log?.MaxBytes ?? 0L);
        writer.Write(start.Log?.MaxFiles ?? 1);
        WriteText(writer, start.TransparentProxy?.ToString() ?? "");
    });

    public void Signal(int id, int signal, bool wholeTree) => Write(writer =>
    {
        writer.Write((byte)'K');
        writer.Write(id);
        writer.Write(signal);
        writer.Write(wholeTree ? 1 : 0);
    });

    public void Close() => Write(writer => writer.Write((byte)'C'));

    public void Dispose() => output.Dispose();

    private void Write(Action<BinaryWriter> command)
    {
        using MemoryStream frame = new();
        using (BinaryWriter writer = new(frame, Encoding.UTF8, leaveOpen: true))
        {
            command(writer);
        }

        lock (_gate)
        {
            output.Write(frame.GetBuffer().AsSpan(0, (int)frame.Length));
            output.Flush();
        }
    }

    private static void WriteList(BinaryWriter writer, IReadOnlyCollection<string> texts)
    {
        writer.Write(texts.Count);
        foreach (string text in texts)
        {
            WriteText(writer, text);
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
