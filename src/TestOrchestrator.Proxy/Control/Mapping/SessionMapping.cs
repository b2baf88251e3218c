using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Clients;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Sessions and scopes as they are written and shown.</summary>
internal static class SessionMapping
{
    private static readonly WireText s_unmatched = WireText.OneOf("forward", "fail", "loopback_only");

    private static readonly WireShape s_credentials = new("Credentials", "What clients of the proxy must give.",
    [
        new("user", WireText.Any, "The user.") { IsRequired = true },
        new("password", WireText.Any, "The password.") { IsRequired = true },
    ]);

    private static readonly Dictionary<string, string> s_renamed = new() { ["Endpoint"] = "listen" };

    private static readonly WireShape s_limits = new("Limits", "How much a session keeps, and how long it waits.",
    [
        new("max_body_bytes", WireNumber.Count, "Bytes that are kept of one body; the default is 1,048,576."),
        new("max_session_body_bytes", WireNumber.Integer(0, long.MaxValue), "Bytes that are kept of all bodies together; the default is 67,108,864."),
        new("max_exchanges", WireNumber.Count, "Exchanges that are kept; the default is 20,000."),
        new("max_messages", WireNumber.Count, "Messages of WebSockets that are kept; the default is 100,000."),
        new("wait_timeout_sec", WireNumber.Seconds, "How long waits and assertions wait when they are not told; the default is 30 seconds."),
        new("quiet_sec", WireNumber.Seconds, "How long nothing may happen before an assertion takes it that nothing more will; the default is 0.2 seconds."),
        new("server_first_sec", WireNumber.Seconds, "How long a client may be silent after CONNECT; the default is 0.3 seconds."),
    ]);

    public static WireShape Shape { get; } = new("NewSession", "A session that is to be opened.",
    [
        new("name", WireText.Any, "Its name, for messages.") { IsRequired = true },
        new("listen", WireText.Any, "Address and port, such as '127.0.0.1:0'; port 0 is a free one, which is the default. Not with 'shared_with'."),
        new("shared_with", WireText.Any, "The id of the session whose port it shares."),
        new("credentials", s_credentials, "What clients must give; the default is nothing."),
        new("unmatched", s_unmatched, "What happens to requests that no mock fits; the default is 'forward'."),
        new("intercept", WireList.OfTexts, "Hosts whose TLS is opened; the default is all."),
        new("tunnel", WireList.OfTexts, "Hosts whose bytes are relayed unread."),
        new("block", WireList.OfTexts, "Hosts that are answered with 403."),
        new("upstream", UpstreamMapping.Shape, "How origins are reached; the default is as the server does."),
        new("redacted_headers", WireList.OfTexts, "Headers whose values are not written to HAR and events; the default is Authorization, Proxy-Authorization, Cookie and Set-Cookie."),
        new("redacted_parameters", WireList.OfTexts, "Parameters of queries and forms, and members of JSON, whose values are not written to HAR and events; the default is what usually holds passwords, tokens and keys."),
        new("ignored_problems", WireList.OfTexts, "Codes of problems that may happen, such as 'TO2301'; the default is none."),
        new("limits", s_limits, "How much is kept, and how long is waited."),
    ]);

    public static WireShape Shown { get; } = new("Session", "A session: an address with its own mocks, policy and log.",
    [
        new("id", WireText.Any, "Its id.") { IsRequired = true },
        new("name", WireText.Any, "Its name.") { IsRequired = true },
        new("address", WireText.Any, "The address to give to clients as their HTTP and HTTPS proxy, without credentials.") { IsRequired = true },
        new("unmatched", s_unmatched, "What happens to requests that no mock fits.") { IsRequired = true },
        new("last_event", WireNumber.Integer(0, long.MaxValue), "The number of its newest event, 0 before the first.") { IsRequired = true },
        new("root_scope", WireText.Any, "The id of its root scope.") { IsRequired = true },
        new("environment", new WireMap(WireText.Any), "Variables for programs that are to use the proxy and trust it, without credentials.") { IsRequired = true },
    ]);

    public static WireShape ScopeShape { get; } = new("NewScope", "A scope that is to be opened.",
    [
        new("name", WireText.Any, "Its name, for messages.") { IsRequired = true },
        new("parent", WireText.Any, "The id of the scope that it is in; the default is the root scope."),
        new("trace_id", WireText.Any, "The trace whose requests belong to it: 32 lower-case hexadecimal digits."),
    ]);

    public static WireShape ScopeShown { get; } = new("Scope", "A part of a session's life, such as a test.",
    [
        new("id", WireText.Any, "Its id.") { IsRequired = true },
        new("name", WireText.Any, "Its name.") { IsRequired = true },
        new("parent", WireText.Any, "The id of the scope that it is in; left out for the root."),
        new("trace_id", WireText.Any, "The trace whose requests belong to it."),
    ]);

    /// <exception cref="ControlException">It cannot be what it is written as.</exception>
    public static ProxySessionOptions Read(WireObject said, Func<string, ProxySession> sessions)
    {
        if (said.Has("listen") && said.Has("shared_with"))
        {
            throw WireErrors.Together(said.Field, "A session has both 'listen' and 'shared_with'.", "Give one of them, or none.");
        }

        ProxySessionOptions defaults = new() { Name = said.Text("name")! };
        ProxySessionOptions options = defaults with
        {
            Endpoint = Endpoint(said) ?? defaults.Endpoint,
            SharedWith = said.Text("shared_with") is { } id ? sessions(id) : null,
            Credentials = said.Object("credentials") is { } credentials ? new ProxyCredentials(credentials.Text("user")!, credentials.Text("password")!) : null,
            Unmatched = said.Text("unmatched") switch
            {
                "fail" => UnmatchedRequests.Fail,
                "loopback_only" => UnmatchedRequests.LoopbackOnly,
                _ => UnmatchedRequests.Forward,
            },
            Intercept = [.. said.Texts("intercept")],
            Tunnel = [.. said.Texts("tunnel")],
            Block = [.. said.Texts("block")],
            Upstream = said.Object("upstream") is { } upstream ? UpstreamMapping.Read(upstream) : null,
            RedactedHeaders = said.Has("redacted_headers") ? [.. said.Texts("redacted_headers")] : defaults.RedactedHeaders,
            RedactedParameters = said.Has("redacted_parameters") ? [.. said.Texts("redacted_parameters")] : defaults.RedactedParameters,
            IgnoredProblems = [.. said.Texts("ignored_problems")],
            Limits = said.Object("limits") is { } limits ? Limits(limits) : defaults.Limits,
            MockHint = "POST /_to/v1/sessions/current/mocks",
            ForwardHint = "open the session with \"unmatched\": \"forward\"",
        };
        string[] problems = [.. options.Problems()];
        return problems.Length == 0 ? options : throw WireErrors.Objections("TO2001", $"Session '{options.Name}' cannot be opened", problems, said, s_renamed);
    }

    public static JsonObject Show(ProxySession session, ProxyServer server)
    {
        Uri address = new($"http://{session.Endpoint}/");
        return new JsonObject
        {
            ["id"] = Identity.Of(session),
            ["name"] = session.Name,
            ["address"] = address.OriginalString,
            ["unmatched"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(session.Options.Unmatched.ToString()),
            ["last_event"] = session.Root.LastEvent,
            ["root_scope"] = Identity.Of(session.Scopes.Root),
            ["environment"] = new JsonObject(ProxyEnvironment.For(address, [], server.CertificateAuthority).Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))),
        };
    }

    public static JsonObject Show(ScopeNode scope)
    {
        JsonObject shown = new() { ["id"] = Identity.Of(scope), ["name"] = scope.Name };
        if (scope.Parent is { } parent)
        {
            shown["parent"] = Identity.Of(parent);
        }

        if (scope.TraceId is { } trace)
        {
            shown["trace_id"] = trace.ToHexString();
        }

        return shown;
    }

    private static IPEndPoint? Endpoint(WireObject said) => said.Text("listen") is not { } listen ? null
        : IPEndPoint.TryParse(listen, out IPEndPoint? endpoint) && listen.Contains(':') ? endpoint
        : throw WireErrors.Together(said.FieldOf("listen"), $"'{listen}' is not an address with a port.", "Write '127.0.0.1:0' or '[::1]:8888'.");

    private static ProxySessionLimits Limits(WireObject said)
    {
        ProxySessionLimits defaults = new();
        return new ProxySessionLimits
        {
            MaxBodyBytes = said.Integer("max_body_bytes") ?? defaults.MaxBodyBytes,
            MaxSessionBodyBytes = said.Long("max_session_body_bytes") ?? defaults.MaxSessionBodyBytes,
            MaxMessages = said.Integer("max_messages") ?? defaults.MaxMessages,
            MaxExchanges = said.Integer("max_exchanges") ?? defaults.MaxExchanges,
            WaitTimeout = said.Seconds("wait_timeout_sec") ?? defaults.WaitTimeout,
            Quiet = said.Seconds("quiet_sec") ?? defaults.Quiet,
            ServerFirst = said.Seconds("server_first_sec") ?? defaults.ServerFirst,
        };
    }
}
