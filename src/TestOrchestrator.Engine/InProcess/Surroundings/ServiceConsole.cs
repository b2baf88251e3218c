using System.Text;

namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// Stands in for Console.Out or Console.Error: what a service writes goes to its log, everything else where it went before.
/// </summary>
internal sealed class ServiceConsole(TextWriter before) : TextWriter
{
    public override Encoding Encoding => before.Encoding;

    public override void Write(char value)
    {
        if (ServiceScope.Current is { } service)
        {
            service.Log.Write([value]);
        }
        else
        {
            before.Write(value);
        }
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (ServiceScope.Current is { } service)
        {
            service.Log.Write(buffer);
        }
        else
        {
            before.Write(buffer);
        }
    }

    public override void WriteLine(string? value) => Write($"{value}{NewLine}".AsSpan());

    public override void Flush() => before.Flush();
}
