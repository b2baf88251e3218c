using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Cli.Proxies;

/// <summary>Runs a proxy with its control API until SIGINT or SIGTERM.</summary>
internal static class ProxyRun
{
    public static async Task<int> RunAsync(ProxyWish wish, Printer printer)
    {
        CheckHar(wish.Har);
        using ClientFiles files = ClientFiles.Read(wish);
        using CancellationTokenSource end = new();
        using EndSignals signals = new(end);
        using TokenFile token = TokenFile.Open(wish.TokenFile);
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(wish.Authority);
        ProxyServerOptions options = new()
        {
            CertificateAuthority = authority,
            Control = new ControlOptions { Token = token.Token, Hosts = wish.ControlHosts },
            Upstream = new UpstreamOptions { Proxy = wish.UpstreamProxy, Addresses = wish.Addresses, ClientCertificates = files.Certificates },
            AdditionalTrust = files.Trust,
        };
        ProxyServer server = await ProxyServer.StartAsync(options, end.Token).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            ProxySession session = await server.OpenSessionAsync(Session(wish), end.Token).ConfigureAwait(false);
            Recording? recording = await BeginAsync(wish, session, end.Token).ConfigureAwait(false);
            Report(printer, session, authority, token);
            await UntilAsync(end.Token).ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
            await WriteAsync(wish, session, recording, printer).ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }

    private static ProxySessionOptions Session(ProxyWish wish)
    {
        ProxySessionOptions defaults = new() { Name = "proxy" };
        return defaults with
        {
            Endpoint = wish.Listen,
            Unmatched = wish.Unmatched,
            Credentials = wish.Credentials,
            Intercept = wish.Intercept,
            Tunnel = wish.Tunnel,
            Block = wish.Block,
            RedactedHeaders = [.. defaults.RedactedHeaders, .. wish.RedactedHeaders],
            RedactedParameters = [.. defaults.RedactedParameters, .. wish.RedactedParameters],
            MockHint = "POST /_to/v1/sessions/current/mocks",
            ForwardHint = "start it with --unmatched forward",
        };
    }

    // Before anybody is told the address.
    private static async Task<Recording?> BeginAsync(ProxyWish wish, ProxySession session, CancellationToken cancellationToken)
    {
        foreach (string host in wish.Reset)
        {
            session.Hosts.Reset(host);
        }

        foreach ((string from, string to) in wish.Redirects)
        {
            session.Root.Redirect(from, to);
        }

        // What is secret in the one file is so in the other.
        return wish.Recording is { } options
            ? await session.Root.UseRecordingAsync(
                options with { SecretHeaders = [.. options.SecretHeaders, .. wish.RedactedHeaders], SecretParameters = [.. options.SecretParameters, .. wish.RedactedParameters] }, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static async Task WriteAsync(ProxyWish wish, ProxySession session, Recording? recording, Printer printer)
    {
        if (wish.Har is { } har)
        {
            await session.Root.WriteHarAsync(har, CancellationToken.None).ConfigureAwait(false);
        }

        if (recording is not null)
        {
            await recording.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        if (!printer.IsJson)
        {
            await Console.Out.WriteLineAsync($"{session.Root.Exchanges.Count} exchanges, {session.Root.Problems.Count} problems.{(wish.Har is null ? "" : $" Written to {wish.Har}.")}").ConfigureAwait(false);
            await Console.Out.WriteAsync(recording is null ? "" : $"{recording.Replayed} answered from {recording.File}, {recording.Missed} missed.\n").ConfigureAwait(false);
        }
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
