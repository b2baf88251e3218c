using System.CommandLine;
using System.Net;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
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

    public static Command Create()
    {
        Option<string> listen = new("--listen") { Description = "ADDRESS:PORT; port 0 is a free one. Beyond loopback only with --credentials-file.", DefaultValueFactory = _ => "127.0.0.1:0" };
        Option<string?> token = new("--token-file") { Description = "The file with the token of the control API. One that is not there is made, with mode 0600, and removed at the end." };
        Option<string?> credentials = new("--credentials-file") { Description = "A file with USER:PASSWORD, which clients of the proxy must give." };
        Option<string?> upstream = new("--upstream-proxy") { Description = "The proxy between this one and the origins, without credentials; or 'environment', which takes http_proxy, https_proxy, all_proxy and no_proxy, with credentials." };
        Option<string[]> intercept = Hosts("--intercept", "Hosts whose TLS is opened; without any, all that are not listed otherwise.");
        Option<string[]> tunnel = Hosts("--tunnel", "Hosts whose bytes are relayed unread.");
        Option<string[]> block = Hosts("--block", "Hosts that are answered with 403.");
        Option<string> unmatched = new("--unmatched") { Description = "What happens to requests that no mock fits.", DefaultValueFactory = _ => "forward" };
        unmatched.AcceptOnlyFromAmong([.. s_unmatched.Keys]);
        Option<string?> har = new("--har") { Description = "Write what went through as HAR 1.2 to this file, at the end." };
        Option<string?> authority = new("--authority") { Description = "The directory of the certificate authority; the default is that of the user." };
        Option<string[]> controlHosts = Hosts("--control-host", "Names by which the control API is reached, besides IP addresses and localhost.");
        Command command = new("proxy", "Runs an intercepting proxy, controlled over HTTP, until Ctrl+C.") { listen, token, credentials, upstream, intercept, tunnel, block, unmatched, har, authority, controlHosts };
        command.SetWork((parsed, _) => ProxyRun.RunAsync(
            new ProxyWish
            {
                Listen = Endpoint(parsed.GetRequiredValue(listen)),
                TokenFile = parsed.GetValue(token),
                Credentials = parsed.GetValue(credentials) is { } file ? Credentials(file) : null,
                UpstreamProxy = Upstream(parsed.GetValue(upstream)),
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

    private static Option<string[]> Hosts(string name, string description) => new(name) { Description = $"{description} 'h', 'h:port' or '*.h'; may be given several times.", Arity = ArgumentArity.ZeroOrMore };

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
