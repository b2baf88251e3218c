using System.Text;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>Why a message of HTTP/1.1 cannot be passed on.</summary>
internal static class Http1Errors
{
    private const int Shown = 60;

    public static UpstreamException InvalidResponse(string what, Exception? cause = null) => new($"InvalidResponse: {what}", cause);

    public static UpstreamException InvalidRequest(string what) => new($"InvalidRequest: {what}");

    /// <summary>A piece of a message as it can be shown: short, and without the characters that would hide what is wrong with it.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        StringBuilder shown = new("'");
        foreach (byte one in bytes[..Math.Min(bytes.Length, Shown)])
        {
            shown.Append(one switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                (byte)'\t' => "\\t",
                < 0x20 or 0x7F => $"\\x{one:x2}",
                _ => ((char)one).ToString(),
            });
        }

        return shown.Append(bytes.Length > Shown ? "…'" : "'").ToString();
    }
}
