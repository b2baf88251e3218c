using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Rules for hosts, and redirections, as they are written and shown.</summary>
internal static class HostMapping
{
    private static readonly WireMember s_host = new("host", WireText.Any, "The hosts: 'h', 'h:port' or '*.h'.") { IsRequired = true };

    private static readonly WireMember s_treatment = new("treatment", WireText.OneOf("intercept", "tunnel", "block", "reset"), "What is done with them.") { IsRequired = true };

    public static WireShape Shape { get; } = new("NewHostRule", "What the session does with hosts.", [s_host, s_treatment]);

    public static WireShape Shown { get; } = new("HostRule", "What the session does with hosts.", [new("id", WireText.Any, "Its id.") { IsRequired = true }, s_host, s_treatment]);

    public static WireShape RedirectShape { get; } = new("NewRedirect", "Where the requests for hosts are sent instead.",
    [
        new("scope", WireText.Any, "The id of the scope that it belongs to; the default is the root scope of the session."),
        new("from", WireText.Any, "The hosts: 'h', 'h:port' or '*.h'.") { IsRequired = true },
        new("to", WireText.Any, "'[scheme://]host[:port]'.") { IsRequired = true },
        new("preserve_host", WireFlag.Any, "Whether the Host header stays what the client sent; the default is false."),
    ]);

    public static WireShape RedirectShown { get; } = new("Redirect", "Where the requests for hosts are sent instead.",
    [
        new("id", WireText.Any, "Its id.") { IsRequired = true },
        new("scope", WireText.Any, "The id of its scope.") { IsRequired = true },
        new("from", WireText.Any, "The hosts.") { IsRequired = true },
        new("to", WireText.Any, "The target.") { IsRequired = true },
        new("preserve_host", WireFlag.Any, "Whether the Host header stays what the client sent.") { IsRequired = true },
    ]);

    public static HostRule Add(ProxyHosts hosts, WireObject said)
    {
        string pattern = said.Text("host")!;
        return said.At("host", () => said.Text("treatment") switch
        {
            "intercept" => hosts.Intercept(pattern),
            "tunnel" => hosts.Tunnel(pattern),
            "block" => hosts.Block(pattern),
            _ => hosts.Reset(pattern),
        });
    }

    /// <exception cref="ControlException">TO2102, TO2213: a text cannot be read.</exception>
    public static Redirection Redirect(ProxyScope scope, WireObject said)
    {
        string from = said.Text("from")!;
        string to = said.Text("to")!;
        said.At("from", () => HostPattern.Parse(from));
        said.At("to", () => RedirectTarget.Parse(to));
        return scope.Redirect(from, to, said.Flag("preserve_host"));
    }

    public static JsonObject Show(HostRule rule) => new()
    {
        ["id"] = Identity.Of(rule),
        ["host"] = rule.Pattern,
        ["treatment"] = rule.Treatment.ToString().ToLowerInvariant(),
    };

    public static JsonObject Show(ControlScope scope, Redirection redirection) => new()
    {
        ["id"] = Identity.Of(redirection),
        ["scope"] = Identity.Of(scope.Node),
        ["from"] = redirection.From,
        ["to"] = redirection.To,
        ["preserve_host"] = redirection.PreservesHost,
    };
}
