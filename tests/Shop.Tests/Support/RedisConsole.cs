using System.Net.Sockets;
using System.Text;

namespace Shop.Tests.Support;

/// <summary>Speaks to the cache of an application directly, as an operator would with redis-cli.</summary>
internal static class RedisConsole
{
    /// <summary>Sends a command, and gets the first line of the answer.</summary>
    public static async Task<string?> SendAsync(TestApp app, string command)
    {
        string connectionString = await app.GetConnectionStringAsync("cache");
        Uri address = app.GetEndpoint("cache");
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port);
        using StreamReader reader = new(client.GetStream());

        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"AUTH {connectionString.Split("password=")[1]}\r\n{command}\r\n"));
        Assert.AreEqual("+OK", await reader.ReadLineAsync());
        return await reader.ReadLineAsync();
    }
}
