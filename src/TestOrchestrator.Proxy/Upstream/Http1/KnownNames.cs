using System.Text;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>The names of headers that nearly every response has, so that they are not made anew each time. Immutable.</summary>
internal static class KnownNames
{
    private static readonly string[] s_names =
    [
        "Date", "Server", "Content-Type", "Content-Length", "Transfer-Encoding", "Connection", "Cache-Control", "Set-Cookie", "ETag", "Vary",
        "Last-Modified", "Content-Encoding", "Location", "Keep-Alive", "Expires", "Pragma", "Age", "Accept-Ranges", "Strict-Transport-Security", "X-Powered-By",
    ];

    // By length and first letter; of two that share both, the first is known.
    private static readonly string?[] s_slots = Slots();

    /// <summary>The name as text, in exactly the case in which it was sent.</summary>
    public static string Get(ReadOnlySpan<byte> name) =>
        s_slots[Slot(name.Length, name[0])] is { } known && Ascii.Equals(name, known) ? known : Encoding.ASCII.GetString(name);

    private static string?[] Slots()
    {
        string?[] slots = new string?[1024];
        foreach (string name in s_names)
        {
            slots[Slot(name.Length, (byte)name[0])] ??= name;
        }

        return slots;
    }

    private static int Slot(int length, byte first) => ((length & 31) << 5) | (first & 31);
}
