using System.Text;
using Fuzz.Inputs;
using Fuzz.Running;

namespace Fuzz.Targets;

/// <summary>The surfaces of the proxy.</summary>
internal static class FuzzTargets
{
    private const string Connect = $"CONNECT {Names.Host}:80 HTTP/1.1\r\nHost: {Names.Host}:80\r\n\r\n";
    private const string ConnectTls = $"CONNECT {Names.Host}:443 HTTP/1.1\r\nHost: {Names.Host}:443\r\n\r\n";
    private const string Get = $"GET http://{Names.Host}/ HTTP/1.1\r\nHost: {Names.Host}\r\n\r\n";

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Raw("http", HttpGrammar.Requests, new Talk()),
        Raw("connect", HttpGrammar.Connect, new Talk()),
        Raw("within", HttpGrammar.Requests, new Talk { Before = Encoding.Latin1.GetBytes(Connect) }),
        Raw("tls", TlsGrammar.Records, new Talk { Before = Encoding.Latin1.GetBytes(ConnectTls) }),
        Raw("h2", Http2Grammar.Connection, new Talk { Before = Encoding.Latin1.GetBytes(Connect), OriginSpeaksTls = true }),
        Raw("websocket", WebSocketGrammar.Conversation, new Talk { Before = Encoding.Latin1.GetBytes(Connect) }),
        Raw("socks", SocksGrammar.Conversation, new Talk()),
        new FuzzTarget
        {
            Name = "origin",
            Make = ResponseGrammar.Response,
            RunAsync = static (rig, input) => rig.TalkAsync(new Talk { OriginSays = input }, Encoding.Latin1.GetBytes(Get)),
        },
        Raw("har", HttpGrammar.Requests, new Talk { WritesHar = true }),
        new FuzzTarget { Name = "control", Make = ControlGrammar.Request, RunAsync = ControlRun.RunAsync },
        new FuzzTarget { Name = "jsonpath", Make = JsonPathGrammar.Path, RunAsync = JsonPathRun.RunAsync },
    ];

    private static FuzzTarget Raw(string name, Func<Random, byte[]> make, Talk talk) =>
        new() { Name = name, Make = make, RunAsync = (rig, input) => rig.TalkAsync(talk, input) };
}
