using System.Globalization;
using System.Net;
using System.Net.Sockets;

// Calls others and never a proxy. What it does stands in its arguments; what came of it is its output.
using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1), TimeProvider.System);
using HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
switch (args)
{
    case ["get", string url]:
        Console.WriteLine(await http.GetStringAsync(new Uri(url), limit.Token));
        return;
    case ["get-often", string url, string times]:
        string[] answers = await Task.WhenAll(Enumerable.Range(0, int.Parse(times, CultureInfo.InvariantCulture)).Select(async _ =>
        {
            // A connection each.
            using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
            return await client.GetStringAsync(new Uri(url), limit.Token);
        }));
        Console.WriteLine(string.Join(' ', answers.GroupBy(a => a).Select(g => $"{g.Count()} x {g.Key}")));
        return;
    case ["collect-while-getting", string url, string times]:
        // The collector interrupts threads by signals, those that wait for a connection among them.
        using (Timer collector = new(_ => GC.Collect(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(1)))
        {
            for (int i = 0; i < int.Parse(times, CultureInfo.InvariantCulture); i++)
            {
                using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
                Console.Write(await client.GetStringAsync(new Uri(url), limit.Token));
            }
        }

        return;
    case ["say", string host, string port, string text]:
        using (TcpClient client = new())
        {
            try
            {
                await client.ConnectAsync(host, int.Parse(port, CultureInfo.InvariantCulture), limit.Token);
                await using NetworkStream stream = client.GetStream();
                await using StreamWriter writer = new(stream);
                using StreamReader reader = new(stream);
                await writer.WriteLineAsync(text.AsMemory(), limit.Token);
                await writer.FlushAsync(limit.Token);
                Console.WriteLine(await reader.ReadLineAsync(limit.Token) ?? "the end");
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                Console.WriteLine(((e as SocketException) ?? (SocketException)e.InnerException!).SocketErrorCode);
            }
        }

        return;
    case ["resolve", string name]:
        Console.WriteLine(string.Join(' ', (await Dns.GetHostAddressesAsync(name, limit.Token)).Select(a => a.ToString())));
        return;
    default:
        throw new ArgumentException($"'{string.Join(' ', args)}' is not known.");
}
