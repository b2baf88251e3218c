using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Cli.Proxies;

/// <summary>Runs a proxy with its control API until SIGINT or SIGTERM.</summary>
internal static class ProxyRun
{
    public static async Task<int> RunAsync(ProxyWish wish, Printer printer)
    {
        CheckHar(wish.Har);
        using CancellationTokenSource end = new();
        using EndSignals signals = new(end);
        using TokenFile token = TokenFile.Open(wish.TokenFile);
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(wish.Authority);
        ProxyServerOptions options = new()
        {
            CertificateAuthority = authority,
            Control = new ControlOptions { Token = token.Token, Hosts = wish.ControlHosts },
            Upstream = new UpstreamOptions { Proxy = wish.UpstreamProxy },
        };
        ProxyServer server = await ProxyServer.StartAsync(options, end.Token).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            ProxySession session = await server.OpenSessionAsync(
                new ProxySessionOptions
                {
                    Name = "proxy",
                    Endpoint = wish.Listen,
                    Unmatched = wish.Unmatched,
                    Credentials = wish.Credentials,
                    Intercept = wish.Intercept,
                    Tunnel = wish.Tunnel,
                    Block = wish.Block,
                    MockHint = "POST /_to/v1/sessions/current/mocks",
                    ForwardHint = "start it with --unmatched forward",
                },
                end.Token).ConfigureAwait(false);
            Report(printer, session, authority, token);
            await UntilAsync(end.Token).ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
            if (wish.Har is { } har)
            {
                await session.Root.WriteHarAsync(har, CancellationToken.None).ConfigureAwait(false);
            }

            if (!printer.IsJson)
            {
                await Console.Out.WriteLineAsync($"{session.Root.Exchanges.Count} exchanges, {session.Root.Problems.Count} problems.{(wish.Har is null ? "" : $" Written to {wish.Har}.")}").ConfigureAwait(false);
            }
        }

        return ExitCodes.Done;
    }

    private static void Report(Printer printer, ProxySession session, CertificateAuthority authority, TokenFile token)
    {
        string address = $"http://{session.Endpoint}/";
        ProxyReport report = new(address, $"{address}_to/v1/", token.Path, authority.CertificatePath, authority.BundlePath, Environment.ProcessId);
        printer.Print(report, _ =>
        {
            Console.Out.WriteLine($"proxy       {report.Address}");
            Console.Out.WriteLine($"control     {report.Control}");
            Console.Out.WriteLine($"token file  {report.TokenFile}");
            Console.Out.WriteLine($"authority   {report.Ca}");
            Console.Out.WriteLine($"bundle      {report.Bundle}");
            Console.Out.WriteLine("Press Ctrl+C to stop.");
        });
    }

    private static async Task UntilAsync(CancellationToken end)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registered = end.UnsafeRegister(e => ((TaskCompletionSource)e!).TrySetResult(), ended);
        await ended.Task.ConfigureAwait(false);
    }

    // Now, and not when all has been recorded.
    private static void CheckHar(string? har)
    {
        if (har is not null && (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(har))) || Directory.Exists(har)))
        {
            throw new EngineException("TO2622", $"The traffic cannot be written to '{har}': {(Directory.Exists(har) ? "it is a directory" : "its directory is not there")}.");
        }
    }
}
