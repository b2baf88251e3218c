using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Redis.Tests.Kit;

namespace TestOrchestrator.Redis.Tests.Clients;

/// <summary>Speaks RESP2: enough for the tests, and nothing that hides what the server says.</summary>
internal sealed class RedisClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private RedisClient(Socket socket)
    {
        _stream = new(socket, ownsSocket: true);
        _reader = new(_stream, Encoding.UTF8);
    }

    public static async Task<RedisClient> ConnectAsync(IPEndPoint address)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        return new(socket);
    }

    /// <summary>Connects as an application would: with the password of the server.</summary>
    public static async Task<RedisClient> EnterAsync(RunningApplication app, string unit)
    {
        RedisClient client = await ConnectAsync(app.GetEndpoint(unit).Address);
        Assert.AreEqual("OK", await client.CallAsync("AUTH", app.Password(unit)));
        return client;
    }

    /// <summary>Sends a command.</summary>
    /// <returns>The answer: a text, an error with its minus, or null.</returns>
    public async Task<string?> CallAsync(params string[] words)
    {
        string command = $"*{words.Length}\r\n{string.Concat(words.Select(w => $"${Encoding.UTF8.GetByteCount(w)}\r\n{w}\r\n"))}";
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command));
        return await ReadAnswerAsync();
    }

    private async Task<string?> ReadAnswerAsync()
    {
        string line = await _reader.ReadLineAsync() ?? throw new EndOfStreamException("The server closed the connection.");
        return line[0] switch
        {
            '+' or ':' => line[1..],
            '$' when line == "$-1" => null,
            '$' => await ReadTextAsync(int.Parse(line[1..], CultureInfo.InvariantCulture)),
            _ => line,
        };
    }

    /// <summary>Gets the value of a setting.</summary>
    public async Task<string?> ConfigAsync(string name)
    {
        Assert.AreEqual("*2", await CallAsync("CONFIG", "GET", name));
        await ReadAnswerAsync();
        return await ReadAnswerAsync();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    // The length counts bytes, which are the characters of the tests' texts.
    private async Task<string> ReadTextAsync(int length)
    {
        char[] text = new char[length + 2];
        await _reader.ReadBlockAsync(text);
        return new(text, 0, length);
    }
}
