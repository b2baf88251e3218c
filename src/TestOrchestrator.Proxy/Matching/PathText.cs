using System.Globalization;
using System.Text;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// Paths in the one form in which they are compared: unreserved characters decoded, other escapes in upper case, everything else untouched.
/// </summary>
/// <remarks>No dot segments are removed, and <c>%2F</c> stays what it is: two paths that a server may tell apart are different.</remarks>
internal static class PathText
{
    public static string Normalize(string path)
    {
        if (!path.Contains('%') && !NeedsEscaping(path))
        {
            return path;
        }

        StringBuilder result = new(path.Length);
        for (int at = 0; at < path.Length;)
        {
            if (path[at] == '%' && at + 2 < path.Length && byte.TryParse(path.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                Append(result, value);
                at += 3;
            }
            else
            {
                at += AppendRaw(result, path, at);
            }
        }

        return result.ToString();
    }

    private static bool NeedsEscaping(string path) => path.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static void Append(StringBuilder result, byte value)
    {
        if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
        {
            result.Append((char)value);
        }
        else
        {
            result.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }
    }

    // What should have been escaped and was not is compared as if it had been.
    private static int AppendRaw(StringBuilder result, string path, int at)
    {
        if (path[at] is >= '!' and <= '~')
        {
            result.Append(path[at]);
            return 1;
        }

        Rune.DecodeFromUtf16(path.AsSpan(at), out Rune rune, out int consumed);
        Span<byte> bytes = stackalloc byte[4];
        foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
        {
            Append(result, value);
        }

        return consumed;
    }
}
