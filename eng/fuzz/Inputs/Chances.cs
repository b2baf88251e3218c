using System.Text;

namespace Fuzz.Inputs;

/// <summary>Choices, and what may happen to bytes on any way.</summary>
internal static class Chances
{
    public static T Of<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public static bool OneIn(this Random random, int count) => random.Next(count) == 0;

    public static byte[] Bytes(this Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    public static string Word(this Random random) => new([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (char)random.Next('a', 'z' + 1))]);

    /// <summary>Changes single places: bits, bytes, cuts, repetitions. Half of all inputs stay as they are.</summary>
    public static byte[] Mutated(this Random random, byte[] input, int times = 3)
    {
        if (random.OneIn(2) || input.Length == 0)
        {
            return input;
        }

        List<byte> bytes = [.. input];
        for (int i = random.Next(1, times + 1); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = random.Of<byte>(0, 1, 0x7f, 0x80, 0xff, (byte)'\r', (byte)'\n', (byte)' ', (byte)':', (byte)',');
                    break;
                case 2:
                    bytes.Insert(at, random.Of<byte>(0, 0xff, (byte)'\r', (byte)'\n', (byte)' ', (byte)'\t', (byte)':', (byte)'0'));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 9)));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 33))));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
