using System.Globalization;
using System.Text;

namespace Fuzz.Inputs;

/// <summary>Requests to the control API with bodies that are nearly right.</summary>
internal static class ControlGrammar
{
    public const string Token = "fuzz-token-0123456789";

    private static readonly string[] s_bodies =
    [
        """{"predicates":{"host":"api.test","command":"/items/*","method":"GET","params":{"page":2},"json_params":{"$.user.id":7},"excluded_params":["debug"],"applicable_for_requests":{"after_index":0}},"priority":1,"response":{"text":"x","status":201,"headers":{"X":"1"}}}""",
        """{"predicates":{"host":"api.test"},"request":{"headers":{"X-Test":"yes"},"modify_query":[{"selector":"page","action":"PUT","value":3}]}}""",
        """{"from":"a.test","to":"https://b.test:8443","preserve_host":true}""",
        """{"host":"a.test","treatment":"tunnel"}""",
        """{"pattern":{"host":"a.test"},"latency_ms":5,"probability":0.5,"seed":"1"}""",
        """{"name":"scope","trace_id":"0af7651916cd43dd8448eb211c80319c"}""",
        """{"predicates":{"method":"GET"},"count":1,"timeout_ms":10}""",
        """{"limit_sec":0.01}""",
        """{"count":1,"timeout_sec":0.01}""",
        """{"predicates":{"host":"a.test"},"message":{"direction":"sent","opcode":"text","contains":"a","json_params":{"$.a":1},"close_status":1000},"timeout_sec":0.01}""",
        """{"codes":["TO2301"]}""",
        """{"har":{"log":{"version":"1.2","creator":{"name":"a","version":"1"},"entries":[{"startedDateTime":"2026-01-02T03:04:05Z","request":{"method":"GET","url":"http://a.test/","headers":[]},"response":{"status":200,"headers":[],"content":{"text":"a"}}}]}},"mode":"update","on_miss":"fail","ignored_json_paths":["$.a"],"max_age_sec":60,"version":"2.3"}""",
        """{"response":{"text":"a","trailers":{"a":"1"},"held_by":"1"}}""",
        "[]",
        "null",
        "",
    ];

    public static byte[] Request(Random random)
    {
        StringBuilder all = new();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            byte[] body = random.Mutated(Encoding.UTF8.GetBytes(Changed(random, random.Of(s_bodies))));
            string resource = random.Of("mocks", "hosts", "redirects", "faults", "scopes", "exchanges", "exchanges/find", "wait", "assert", "problems", "har", "events", "gates", "gates/1/wait", "gates/1/open", "messages/wait", "problems/ignore", "recordings", "recordings/1/commit", "mocks/1", "faults/x", "scopes/1", "exchanges/99999999999999999999", "%2e%2e", "");
            all.Append(random.Of("POST", "POST", "POST", "GET", "DELETE", "PUT")).Append(" /_to/v1/").Append(random.OneIn(8) ? random.Of("health", "ca.pem", "openapi.json", "sessions", "sessions/x", "events?since=x", "%00", "sessions/current") : $"sessions/current/{resource}{random.Of("", "", "", "?since=-1", "?bodies=x", "?limit=1e9", "?%")}")
                .Append(" HTTP/1.1\r\nHost: ").Append(random.OneIn(10) ? random.Of("evil.test", "127.0.0.1:1") : "127.0.0.1").Append("\r\n");
            if (!random.OneIn(10))
            {
                all.Append("Authorization: Bearer ").Append(random.OneIn(10) ? "wrong" : Token).Append("\r\n");
            }

            all.Append(random.OneIn(10) ? random.Of("Origin: http://evil.test\r\n", "Content-Type: text/plain\r\n", "Last-Event-ID: x\r\n") : "Content-Type: application/json\r\n")
                .Append("Content-Length: ").Append(body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n\r\n").Append(Encoding.Latin1.GetString(body));
        }

        return Chances.Latin1(all.ToString());
    }

    // Another value, in the place of one.
    private static string Changed(Random random, string body)
    {
        int[] places = [.. Enumerable.Range(0, body.Length).Where(i => body[i] == ':')];
        if (places.Length == 0 || random.OneIn(3))
        {
            return body;
        }

        int at = random.Of(places) + 1;
        int end = body.AsSpan(at).IndexOfAny(',', '}') + at;
        return $"{body[..at]}{random.Of("null", "-1", "1e400", "\"\\ud800\"", "\"a\\r\\nb\"", "[]", "{}", "true", "\"\"", "\"$[\"", "99999999999999999999", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]")}{body[end..]}";
    }
}
