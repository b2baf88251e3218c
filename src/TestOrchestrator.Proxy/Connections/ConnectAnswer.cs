using System.IO.Pipelines;
using System.Text;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Writes the answers to CONNECT.</summary>
internal static class ConnectAnswer
{
    private static readonly ReadOnlyMemory<byte> s_established = "HTTP/1.1 200 Connection Established\r\n\r\n"u8.ToArray();

    public static async Task EstablishedAsync(PipeWriter output) => await output.WriteAsync(s_established).ConfigureAwait(false);

    /// <summary>Refuses a head that is wrong, or did not come in time.</summary>
    public static Task RefusedAsync(PipeWriter output, Peeked<ConnectHead> peeked, TimeSpan limit)
    {
        (int status, string reason, string problem) = peeked.End switch
        {
            PeekEnd.TooLong => (431, "Request Header Fields Too Large", $"The head of CONNECT is longer than {ConnectHead.Limit} bytes"),
            PeekEnd.TimedOut => (408, "Request Timeout", $"The head of CONNECT was not complete after {limit.TotalSeconds:0} s"),
            _ => (400, "Bad Request", peeked.Value?.Problem ?? "The connection was closed within the head of CONNECT"),
        };
        return RefusedAsync(output, status, reason, "refused", ConnectionExplanations.BadConnect(problem));
    }

    /// <summary>Refuses with a text for people, and with one more header line; the connection is to be closed after it.</summary>
    public static async Task RefusedAsync(PipeWriter output, int status, string reason, string kind, Explanation explanation, string header = "")
    {
        byte[] body = Encoding.UTF8.GetBytes($"{explanation}\n");
        byte[] head = Encoding.Latin1.GetBytes(
            $"HTTP/1.1 {status} {reason}\r\n"
            + $"X-TestOrchestrator: {kind}\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + $"Content-Length: {body.Length}\r\n"
            + header
            + "Connection: close\r\n\r\n");
        await output.WriteAsync(new ReadOnlyMemory<byte>([.. head, .. body])).ConfigureAwait(false);
    }
}
