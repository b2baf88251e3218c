using System.Globalization;
using System.Net;
using Fuzz.Running;
using TestOrchestrator.Proxy.Sessions;

namespace Fuzz.Loads;

/// <summary>Many exchanges with bodies of mixed sizes through one session, whose memory must stay bounded.</summary>
internal sealed class Traffic(int exchanges)
{
    private const int Lines = 20;
    private const int Clients = 8;

    private static readonly int[] s_sizes = [0, 100, 900, 900, 4_000, 4_000, 30_000, 200_000];

    // Beside the bodies (64 MB) and exchanges (20,000) that a session keeps by default.
    private const long MostBytes = 256L * 1024 * 1024;

    public async Task<bool> RunAsync()
    {
        Rig rig = await Rig.StartAsync().ConfigureAwait(false);
        await using (rig.ConfigureAwait(false))
        {
            ProxySession session = await rig.Server.OpenSessionAsync(new ProxySessionOptions { Name = "traffic" }).ConfigureAwait(false);
            byte[][] answers = [.. s_sizes.Select(size => new byte[size])];
            session.Root.When(r => r).Respond(r => new MixedAnswer(answers).Of(r));
            using SocketsHttpHandler handler = new() { Proxy = new WebProxy(session.Address) { BypassProxyOnLocal = false } };
            using HttpClient client = new(handler);
            long most = 0;
            for (int line = 1; line <= Lines; line++)
            {
                await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => SendAsync(client, answers, c, exchanges / Lines / Clients))).ConfigureAwait(false);
                Usage usage = Usage.Settled();
                most = Math.Max(most, usage.ManagedBytes);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(long)exchanges * line / Lines,9} exchanges: {usage}; {session.Root.Exchanges.Count} kept"));
            }

            return most < MostBytes;
        }
    }

    private static async Task SendAsync(HttpClient client, byte[][] bodies, int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using ByteArrayContent content = new(bodies[(first + i) % 5]);
            using HttpResponseMessage response = await client.PostAsync(new Uri($"http://traffic.test/{(first + i) % bodies.Length}"), content).ConfigureAwait(false);
            await response.Content.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
    }
}
