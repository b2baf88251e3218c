using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Shop.Tests.Support;

/// <summary>Speaks to the cache of an application directly, as an operator would with redis-cli.</summary>
internal static class RedisConsole
{
    /// <summary>Sends a command, and gets the answer: a line such as <c>+OK</c>, or the text of a bulk string.</summary>
    public static async Task<string?> SendAsync(TestApp app, string command)
    {
        string connectionString = await app.GetConnectionStringAsync("cache");
        Uri address = app.GetEndpoint("cache");
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port);
        using StreamReader reader = new(client.GetStream());

        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"AUTH {connectionString.Split("password=")[1]}\r\n{command}\r\n"));
        Assert.AreEqual("+OK", await reader.ReadLineAsync());
        string? answer = await reader.ReadLineAsync();
        return answer is ['$', .. string length] ? await ReadTextAsync(reader, int.Parse(length, CultureInfo.InvariantCulture)) : answer;
    }

    // The length is in bytes, and the text is ASCII.
    private static async Task<string> ReadTextAsync(StreamReader reader, int length)
    {
        char[] text = new char[length];
        Assert.AreEqual(length, await reader.ReadBlockAsync(text));
        return new(text);
    }
}
