using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Cli.Proxies;

/// <summary><c>orch proxy</c>.</summary>
internal static class ProxyCommand
{
    private static readonly Dictionary<string, UnmatchedRequests> s_unmatched = new()
    {
        ["forward"] = UnmatchedRequests.Forward,
        ["fail"] = UnmatchedRequests.Fail,
        ["loopback-only"] = UnmatchedRequests.LoopbackOnly,
    };

    private static readonly Dictionary<string, RecordingMode> s_modes = new()
    {
        ["auto"] = RecordingMode.Auto,
        ["record"] = RecordingMode.Record,
        ["replay"] = RecordingMode.Replay,
        ["update"] = RecordingMode.Update,
    };

    private static readonly Dictionary<string, ReplayMiss> s_misses = new()
    {
        ["fail"] = ReplayMiss.Fail,
        ["forward"] = ReplayMiss.Forward,
        ["forward-and-record"] = ReplayMiss.ForwardAndRecord,
        ["reset"] = ReplayMiss.Reset,
    };

    public static Command Create()
    {
        Option<string> listen = new("--listen") { Description = "ADDRESS:PORT; port 0 is a free one. Beyond loopback only with --credentials-file.", DefaultValueFactory = _ => "127.0.0.1:0" };
        Option<string?> token = new("--token-file") { Description = "The file with the token of the control API. One that is not there is made, with mode 0600, and removed at the end." };
        Option<string?> credentials = new("--credentials-file") { Description = "A file with USER:PASSWORD, which clients of the proxy must give." };
        Option<string?> upstream = new("--upstream-proxy") { Description = "The proxy between this one and the origins, without credentials; or 'environment', which takes http_proxy, https_proxy, all_proxy and no_proxy, with credentials." };
        Option<string[]> certificates = Several("--client-certificate", "HOST=FILE: the certificate by which an origin knows its client; PEM with its private key, or PKCS #12 without a password.");
        Option<string[]> addresses = Several("--address", "HOST=ADDRESS[:PORT]: where a host is found, instead of where name servers say.");
        Option<string[]> trust = Several("--trust", "A PEM file with root certificates that origins may be signed by, besides those that the system trusts.");
        Option<string[]> redirects = Several("--redirect", "HOST=[SCHEME://]HOST[:PORT]: where requests are sent instead.");
        Option<string[]> intercept = Hosts("--intercept", "Hosts whose TLS is opened; without any, all that are not listed otherwise.");
        Option<string[]> tunnel = Hosts("--tunnel", "Hosts whose bytes are relayed unread.");
        Option<string[]> block = Hosts("--block", "Hosts that are answered with 403.");
        Option<string[]> reset = Hosts("--reset", "Hosts whose connections are reset.");
        Option<string> unmatched = new("--unmatched") { Description = "What happens to requests that no mock fits.", DefaultValueFactory = _ => "forward" };
        unmatched.AcceptOnlyFromAmong([.. s_unmatched.Keys]);
        Option<string?> har = new("--har") { Description = "Write what went through as HAR 1.2 to this file, at the end." };
        Option<string[]> headers = Several("--redact-header", "A header whose values are not written to HAR and events, besides Authorization, Cookie and their kin.");
        Option<string[]> parameters = Several("--redact-parameter", "A parameter, or member of JSON, whose values are not, besides what usually holds passwords, tokens and keys.");
        Option<string?> recording = new("--recording") { Description = "The HAR file from which requests are answered, or to which they are recorded, at the end." };
        Option<string> mode = new("--recording-mode") { Description = "auto: answered from the file where there is one, else recorded. update: answered, and what is missing is recorded.", DefaultValueFactory = _ => "auto" };
        mode.AcceptOnlyFromAmong([.. s_modes.Keys]);
        Option<string> miss = new("--on-miss") { Description = "What happens to a request that is not in the recording.", DefaultValueFactory = _ => "fail" };
        miss.AcceptOnlyFromAmong([.. s_misses.Keys]);
        Option<string?> authority = new("--authority") { Description = "The directory of the certificate authority; the default is that of the user." };
        Option<string[]> controlHosts = Hosts("--control-host", "Names by which the control API is reached, besides IP addresses and localhost.");
        Command command = new("proxy", "Runs an intercepting proxy, controlled over HTTP, until Ctrl+C.") 
        {
            listen, token, credentials, upstream, certificates, addresses, trust, redirects, intercept, tunnel, block, reset, unmatched, har, headers, parameters, recording, mode, miss, authority, controlHosts,
        };
        command.SetWork((parsed, _) => ProxyRun.RunAsync(
            new ProxyWish
            {
                Listen = Endpoint(parsed.GetRequiredValue(listen)),
                TokenFile = parsed.GetValue(token),
                Credentials = parsed.GetValue(credentials) is { } file ? Credentials(file) : null,
                UpstreamProxy = Upstream(parsed.GetValue(upstream)),
                ClientCertificates = Pairs(parsed, certificates, "HOST=FILE"),
                Addresses = Pairs(parsed, addresses, "HOST=ADDRESS"),
                Trust = [.. parsed.GetValue(trust) ?? []],
                Redirects = Pairs(parsed, redirects, "HOST=TARGET"),
                Reset = [.. parsed.GetValue(reset) ?? []],
                RedactedHeaders = [.. parsed.GetValue(headers) ?? []],
                RedactedParameters = [.. parsed.GetValue(parameters) ?? []],
                Recording = parsed.GetValue(recording) is { } recorded
                    ? new RecordingOptions { File = recorded, Mode = s_modes[parsed.GetRequiredValue(mode)], OnMiss = s_misses[parsed.GetRequiredValue(miss)] }
                    : null,
                Intercept = [.. parsed.GetValue(intercept) ?? []],
                Tunnel = [.. parsed.GetValue(tunnel) ?? []],
                Block = [.. parsed.GetValue(block) ?? []],
                Unmatched = s_unmatched[parsed.GetRequiredValue(unmatched)],
                Har = parsed.GetValue(har),
                Authority = parsed.GetValue(authority) ?? Path.Combine(UserCache.Open(), "ca"),
                ControlHosts = [.. parsed.GetValue(controlHosts) ?? []],
            },
            new Printer(parsed)));
        return command;
    }

    private static Option<string[]> Hosts(string name, string description) => Several(name, $"{description} 'h', 'h:port' or '*.h'.");

    private static Option<string[]> Several(string name, string description) => new(name) { Description = $"{description} May be given several times.", Arity = ArgumentArity.ZeroOrMore };

    private static ImmutableDictionary<string, string> Pairs(ParseResult parsed, Option<string[]> option, string form)
    {
        ImmutableDictionary<string, string>.Builder pairs = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (string given in parsed.GetValue(option) ?? [])
        {
            if (given.Split('=', 2) is not [{ Length: > 0 } host, { Length: > 0 } value])
            {
                throw new EngineException("TO2475", $"'{option.Name} {given}' is not {form}. Write '{option.Name} {form}', such as with the host 'api.example.com'.");
            }

            if (!pairs.TryAdd(host, value))
            {
                throw new EngineException("TO2475", $"'{option.Name}' is given twice for '{host}', with '{pairs[host]}' and '{value}'. Give it once.");
            }
        }

        return pairs.ToImmutable();
    }

    private static IPEndPoint Endpoint(string text) => IPEndPoint.TryParse(text, out IPEndPoint? endpoint) && text.Contains(':', StringComparison.Ordinal)
        ? endpoint
        : throw new EngineException("TO2623", $"'--listen {text}' is not an address with a port. Write '127.0.0.1:8888' or '[::1]:0'.");

    private static UpstreamProxy Upstream(string? text) => text switch
    {
        null => UpstreamProxy.None,
        "environment" => UpstreamProxy.FromEnvironment(),
        _ when text.Contains('@', StringComparison.Ordinal) => throw new EngineException("TO2625", "'--upstream-proxy' has credentials, and everybody can see arguments. Write them into https_proxy and give '--upstream-proxy environment'."),
        _ => UpstreamProxy.At(text),
    };

    private static ProxyCredentials Credentials(string file)
    {
        string[] parts = SecretFile.Read(file).Split(':', 2);
        return parts is [{ Length: > 0 } user, { Length: > 0 } password]
            ? new ProxyCredentials(user, password)
            : throw new EngineException("TO2624", $"The first line of '{Path.GetFullPath(file)}' is not USER:PASSWORD.");
    }
}
