using System.Buffers.Text;

using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Har;

/// <summary>
/// Reads HAR 1.2 as it is written by us, browsers and other proxies: what is optional may be missing or null, what is unknown is passed
/// over, all else is checked.
/// </summary>
internal static class HarReader
{
    private const int MaxStatus = 999;

    /// <exception cref="ProxyException">TO2262: it is not HAR, with all that is wrong about it.</exception>
    public static HarLog Read(string file, JsonElement root)
    {
        HarProblems problems = new();
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add("The file holds no object; it must be one with the field 'log'.");
            problems.ThrowIfAny(file);
        }

        HarFields log = new HarFields(root, "", problems).Required("log");
        CheckVersion(log);
        HarFields? creator = log.Object("creator");
        HarLog read = new()
        {
            Creator = new HarCreator { Name = creator?.Text("name", "") ?? "", Version = creator?.Text("version", "") ?? "" },
            Facts = Facts(log),
            Entries = log.RequiredList("entries", Entry),
            Tunnels = log.List("_tunnels", Tunnel),
        };
        problems.ThrowIfAny(file);
        return read;
    }

    // 1.1 lacks fields that are optional here, and 1.3 is what some programs call 1.2.
    private static void CheckVersion(HarFields log)
    {
        string version = log.Text("version", "1.2");
        if (version.Length > 0 && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            log.Refuse("version", "\"1.2\"");
        }
    }

    private static HarEntry Entry(HarFields entry)
    {
        HarTimings timings = entry.Object("timings") is { } known ? Timings(known) : HarTimings.Unknown;
        return new HarEntry
        {
            StartedDateTime = entry.RequiredTime("startedDateTime"),
            Time = entry.Number("time", timings.Total),
            Request = Request(entry.Required("request")),
            Response = Response(entry.Required("response")),
            Timings = timings,
            ForwardedRequest = entry.Object("_forwardedRequest") is { } forwarded ? Request(forwarded) : null,
            OriginResponse = entry.Object("_originResponse") is { } origin ? Response(origin) : null,
            WebSocketMessages = entry.ListOrNull("_webSocketMessages", Message),
            Facts = Facts(entry),
        };
    }

    private static HarTunnel Tunnel(HarFields tunnel) => new()
    {
        StartedDateTime = tunnel.RequiredTime("startedDateTime"),
        Time = tunnel.Number("time", 0),
        Target = tunnel.RequiredText("target"),
        Facts = Facts(tunnel),
    };

    private static HarFacts? Facts(HarFields owner) => owner.Object("_to") is { } facts
        ? new HarFacts { Members = [.. facts.Members().Select(m => new KeyValuePair<string, JsonNode?>(m.Name, Fact(facts, m)))] }
        : null;

    private static JsonNode? Fact(HarFields facts, JsonProperty fact) =>
        fact.Value.ValueKind == JsonValueKind.String ? facts.Text(fact.Name, "") : JsonNode.Parse(fact.Value.GetRawText());

    private static HarRequest Request(HarFields request)
    {
        // A path alone is an absolute URL too, that of a file.
        string url = request.RequiredText("url");
        if (url.Length > 0 && (url[0] == '/' || !Uri.TryCreate(url, UriKind.Absolute, out _)))
        {
            request.Refuse("url", "an absolute URL");
        }

        return new HarRequest
        {
            Method = request.RequiredText("method"),
            Url = url,
            HttpVersion = request.Text("httpVersion", ""),
            Cookies = request.List("cookies", Cookie),
            Headers = request.List("headers", Pair),
            QueryString = request.List("queryString", Pair),
            PostData = request.Object("postData") is { } post ? PostData(post) : null,
            Trailers = request.List("_trailers", Pair),
            HeadersSize = request.Whole("headersSize", -1),
            BodySize = request.Whole("bodySize", -1),
        };
    }

    private static HarPostData PostData(HarFields post) => new()
    {
        MimeType = post.Text("mimeType", ""),
        Params = post.List("params", Param),

        // Browsers write a body that is no text as text; some proxies, as we do, in base64.
        Body = Body(post, "_encoding"),
    };

    private static HarResponse Response(HarFields response) => new()
    {
        Status = response.RequiredWhole("status", 0, MaxStatus),
        StatusText = response.Text("statusText", ""),
        HttpVersion = response.Text("httpVersion", ""),
        Cookies = response.List("cookies", Cookie),
        Headers = response.List("headers", Pair),
        Content = response.Object("content") is { } content ? Content(content) : new HarContent(),
        Trailers = response.List("_trailers", Pair),
        RedirectUrl = response.Text("redirectURL", ""),
        HeadersSize = response.Whole("headersSize", -1),
        BodySize = response.Whole("bodySize", -1),
        Error = response.TextOrNull("_error"),
    };

    private static HarContent Content(HarFields content) => new()
    {
        Size = content.Whole("size", -1),
        Compression = content.WholeOrNull("compression"),
        MimeType = content.Text("mimeType", ""),
        Body = Body(content, "encoding"),
    };

    private static HarBody Body(HarFields owner, string encodingField)
    {
        string? text = owner.TextOrNull("text");
        string encoding = owner.Text(encodingField, "");
        bool isBase64 = encoding.Equals("base64", StringComparison.OrdinalIgnoreCase);
        if (!isBase64 && encoding.Length > 0)
        {
            owner.Refuse(encodingField, "\"base64\", or missing");
        }

        if (isBase64 && text is not null && !Base64.IsValid(text))
        {
            owner.Refuse("text", "base64, as the encoding says");
        }

        if (text is null && owner.Raw("_json") is { } json)
        {
            return new HarBody { Text = HarJson.Compact(json), IsJson = true, Capture = Capture(owner) };
        }

        return new HarBody { Text = text, IsBase64 = isBase64, File = owner.TextOrNull("_file"), Capture = Capture(owner) };
    }

    private static BodyCapture Capture(HarFields owner)
    {
        string text = owner.Text("_capture", "whole");
        if (text is "whole" or "truncated" or "dropped")
        {
            return Enum.Parse<BodyCapture>(text, ignoreCase: true);
        }

        owner.Refuse("_capture", "\"whole\", \"truncated\" or \"dropped\"");
        return BodyCapture.Whole;
    }

    private static HarTimings Timings(HarFields timings) => new()
    {
        Blocked = timings.Number("blocked", -1),
        Dns = timings.Number("dns", -1),
        Connect = timings.Number("connect", -1),
        Ssl = timings.Number("ssl", -1),
        Send = timings.Number("send", 0),
        Wait = timings.Number("wait", 0),
        Receive = timings.Number("receive", 0),
    };

    private static HarCookie Cookie(HarFields cookie) => new()
    {
        Name = cookie.RequiredText("name"),
        Value = cookie.Text("value", ""),
        Path = cookie.TextOrNull("path"),
        Domain = cookie.TextOrNull("domain"),
        Expires = cookie.TextOrNull("expires"),
        HttpOnly = cookie.FlagOrNull("httpOnly"),
        Secure = cookie.FlagOrNull("secure"),
    };

    private static HarPair Pair(HarFields pair) => new(pair.RequiredText("name"), pair.Text("value", ""));

    private static HarParam Param(HarFields param) => new()
    {
        Name = param.RequiredText("name"),
        Value = param.TextOrNull("value"),
        FileName = param.TextOrNull("fileName"),
        ContentType = param.TextOrNull("contentType"),
    };

    private static HarWebSocketMessage Message(HarFields message)
    {
        string type = message.RequiredText("type");
        if (type is not ("send" or "receive" or ""))
        {
            message.Refuse("type", "\"send\" or \"receive\"");
        }

        return new HarWebSocketMessage
        {
            IsSent = type == "send",
            Time = message.RequiredNumber("time"),
            Opcode = message.RequiredWhole("opcode", 0, 15),
            Data = message.Text("data", ""),
            Capture = Capture(message),
        };
    }
}
