using System.Text;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>One HTTP/1.1 connection of a client, byte by byte.</summary>
internal sealed class FaultTalk(Stream stream, string root)
{
    public async Task AskAsync(string path = "", string headers = "") =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"GET {root}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n"));

    public async Task PostAsync(string body) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"POST {root} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    public async Task<string> HeadAsync()
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one).AsTask().Soon() == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    public async Task<string> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().Soon();
        return Encoding.Latin1.GetString(bytes);
    }

    public async Task<string> AnswerAsync()
    {
        StringAssert.StartsWith(await HeadAsync(), "HTTP/1.1 200 OK\r\n");
        return await ReadAsync(FaultRig.Body.Length);
    }

    public void GiveUp() => stream.Dispose();

    /// <summary>Reads until the proxy closes, or resets the connection, which is told.</summary>
    public async Task<string> ToEndAsync()
    {
        StringBuilder all = new();
        byte[] bytes = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(bytes).AsTask().Soon()) > 0)
            {
                all.Append(Encoding.Latin1.GetString(bytes, 0, read));
            }
        }
        catch (IOException)
        {
            all.Append("[reset]");
        }

        await stream.DisposeAsync();
        return all.ToString();
    }
}
