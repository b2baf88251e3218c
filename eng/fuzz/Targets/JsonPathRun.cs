using System.Text;
using Fuzz.Inputs;
using Fuzz.Running;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Sessions;

namespace Fuzz.Targets;

/// <summary>A text is a JSONPath that selects and changes, or is refused for a reason.</summary>
internal static class JsonPathRun
{
    private const string Document = """{"a":[1,2.5,"x",null,{"b":"\ud800","a":{"a":[]}}],"b":{"c":[{"d":1e400},{"d":-0}]},"ß":true}""";

    public static async Task<string> RunAsync(Rig rig, byte[] input)
    {
        string path = Encoding.UTF8.GetString(input);
        string? refused = null;
        string answer = await rig.TalkAsync(
            new Talk { ModifiesBodies = true, Prepare = session => refused = Prepare(session, path) },
            Encoding.UTF8.GetBytes($"POST http://{Names.Host}/ HTTP/1.1\r\nHost: {Names.Host}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(Document)}\r\n\r\n{Document}")).ConfigureAwait(false);
        return refused ?? answer;
    }

    private static string? Prepare(ProxySession session, string path)
    {
        try
        {
            session.Root.When(r => r.Json(path)).Respond(r => r.Status(299).Text("fits"));
            session.Root.When(r => r).Modify(m => m.Json(path, 1));
            return null;
        }
        catch (ProxyException refused)
        {
            return Signature.Normalized(refused.Message);
        }
        catch (ArgumentException empty) when (string.IsNullOrWhiteSpace(path))
        {
            return empty.GetType().Name;
        }
    }
}
