using System.Net;
using System.Text;

namespace TestOrchestrator.Nursery.Protocol;

/// <summary>
/// Reads commands. Numbers are 32-bit little-endian; a text is its length in bytes and UTF-8; a list is its length and its texts:
/// <code>
/// 'S' id wrapper arguments environment working-directory output-file timestamps(0|1) max-bytes(64 bits) max-files transparent-proxy
/// 'K' id signal whole-tree(0|1)
/// 'C'
/// </code>
/// The engine's half is <c>NurseryCommands</c> in TestOrchestrator.Engine.
/// </summary>
internal sealed class CommandReader(Stream input) : IDisposable
{
    private readonly BinaryReader _reader = new(new BufferedStream(input, 1 << 16), Encoding.UTF8);

    /// <summary>Waits for the next command.</summary>
    /// <returns>The command; null when the owner has ended.</returns>
    public Command? Next()
    {
        try
        {
            byte kind = _reader.ReadByte();
            return kind switch
            {
                (byte)'S' => new SpawnCommand
                {
                    Id = _reader.ReadInt32(),
                    Wrapper = ReadList(),
                    Arguments = ReadList(),
                    Environment = ReadList(),
                    WorkingDirectory = ReadText(),
                    OutputFile = ReadText(),
                    Log = new(_reader.ReadInt32() != 0, _reader.ReadInt64(), _reader.ReadInt32()),
                    TransparentProxy = ReadText() is { Length: > 0 } proxy ? IPEndPoint.Parse(proxy) : null,
                },
                (byte)'K' => new SignalCommand { Id = _reader.ReadInt32(), Signal = _reader.ReadInt32(), WholeTree = _reader.ReadInt32() != 0 },
                (byte)'C' => new CloseCommand(),
                _ => throw new InvalidDataException($"The nursery does not know the command {kind}."),
            };
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    public void Dispose() => _reader.Dispose();

    private string[] ReadList()
    {
        string[] texts = new string[_reader.ReadInt32()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = ReadText();
        }

        return texts;
    }

    // Not ReadBytes, which is content with less: an owner that is killed while it writes leaves half a command, which must not be carried
    // out.
    private string ReadText()
    {
        byte[] bytes = new byte[_reader.ReadInt32()];
        _reader.BaseStream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
