using System.Buffers.Binary;

namespace TestOrchestrator.Engine.Nurseries;

/// <summary>What the nursery tells. The nursery's half is its <c>EventWriter</c>, which has the table.</summary>
/// <param name="Kind">'R' ready, 'P' started, 'E' not started, 'X' ended.</param>
/// <param name="First">The number under which the process was started; of 'R', the nursery's pid.</param>
/// <param name="Second">
/// Of 'P' the pid, of 'E' errno (negated if what the process connects to cannot be led to a proxy), of 'X' the exit code or -1.
/// </param>
/// <param name="Third">Of 'X' the signal, or 0.</param>
internal readonly record struct NurseryEvent(char Kind, int First, int Second, int Third)
{
    private const int Size = 13;

    /// <summary>Reads the next event.</summary>
    /// <returns>The event; null when the nursery has ended.</returns>
    public static async ValueTask<NurseryEvent?> ReadAsync(Stream input, byte[] buffer)
    {
        int read = await input.ReadAtLeastAsync(buffer.AsMemory(0, Size), Size, throwOnEndOfStream: false).ConfigureAwait(false);
        return read < Size
            ? null
            : new((char)buffer[0], Number(buffer, 1), Number(buffer, 5), Number(buffer, 9));
    }

    public static byte[] NewBuffer() => new byte[Size];

    private static int Number(byte[] buffer, int at) => BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at));
}
