using Bench.Roles;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Sessions;

namespace Bench.Proxies;

/// <summary>Our proxy in a process of its own: one session, everything recorded. It says when it listens, and when it is warm.</summary>
internal static class ProxyRole
{
    public const string Verb = "serve-proxy";

    /// <summary>What the paths of mocks begin with.</summary>
    public const string MockPaths = "/mock/";

    /// <summary>The path of the first mock, which is looked at last.</summary>
    public const string OldestMock = MockPaths + "0";

    public static async Task RunAsync()
    {
        if (await RoleLines.HearAsync<ProxyOptions>() is not { } options)
        {
            return;
        }

        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(options.Authority);
        await using ProxyServer server = await ProxyServer.StartAsync(new() { CertificateAuthority = authority });
        ProxySessionLimits limits = new();
        await using ProxySession session = await server.OpenSessionAsync(new()
        {
            Name = "bench",
            Endpoint = new(System.Net.IPAddress.Loopback, options.Port),
            Limits = limits with { MaxExchanges = options.MaxExchanges ?? limits.MaxExchanges },
        });

        // One host, one method: nothing but the path tells them apart.
        for (int i = 0; i < options.Mocks; i++)
        {
            string path = $"{MockPaths}{i}";
            _ = session.Root.When(r => r.Get(path).Host("localhost")).Respond(m => m.Text("Hello, World!"));
        }

        await RoleLines.TellAsync("listening");
        await server.WarmUpAsync();
        await RoleLines.TellAsync("warm");
        await RoleLines.EndAsync();
    }
}
