using System.Text.Json;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Answers of mocks as they are written.</summary>
internal static class ResponseMapping
{
    private static readonly string[] s_contents = ["text", "json", "base64", "file", "template"];

    private static readonly string[] s_ofOwnAnswers = ["trailers", "held_by"];

    public static WireShape Shape { get; } = new("Response", "What is answered. With 'text', 'json', 'base64', 'file' or 'template', or with a status and no 'modifications', the origin is not asked; else the real response is changed.",
    [
        new("status", WireNumber.Integer(200, 999), "The status; the default is 200, or that of the real response."),
        new("text", WireText.Any, "The body as text, sent in UTF-8."),
        new("json", WireAny.Json, "The body as JSON; null is the literal null."),
        new("base64", WireText.Any, "The body as bytes."),
        new("file", WireText.Any, "The body as a file of the machine that the proxy runs on, read anew for each answer."),
        new("template", WireText.Any, "The body as a text with values of the request in double braces, such as '{{request.query.id|0}}'; JSON, unless content_type says otherwise."),
        new("content_type", WireText.Any, "The content type; the default is that of the kind of body."),
        new("headers", HeaderMapping.Type, "Headers: an object of names and values, or a list of modifications."),
        new("delay_sec", WireNumber.Seconds, "How long the answer is held back, in seconds; the default is 0."),
        new("trailers", new WireMap(WireEither.TextOrTexts), "Lines behind the body, such as 'grpc-status'; sent over HTTP/2. Only where the origin is not asked."),
        new("held_by", WireText.Any, "The id of the gate that holds the answer, after the delay. Only where the origin is not asked."),
        ModificationMapping.ResponseMember,
    ]);

    /// <summary>Whether it is answered without asking the origin.</summary>
    /// <exception cref="ControlException">TO2613: it is both.</exception>
    public static bool IsWhole(WireObject response)
    {
        if (!response.Has("modifications"))
        {
            return Contents(response).Any() || response.Has("status") || Real(response);
        }

        return Contents(response).FirstOrDefault() is { } content
            ? throw WireErrors.Together(response.Field, $"A response has both '{content}' and 'modifications'.", "Give a whole body, or change the real one.")
            : Real(response);
    }

    /// <summary>Describes the answer; <paramref name="gates"/> finds a gate by its id.</summary>
    /// <exception cref="ControlException">It cannot be sent, or there is no such gate.</exception>
    public static Func<MockResponse, MockResponse> Read(WireObject said, Func<string, ResponseGate> gates)
    {
        string[] contents = [.. Contents(said)];
        if (contents.Length > 1)
        {
            throw WireErrors.Together(said.Field, $"A response has both '{contents[0]}' and '{contents[1]}'.", "Give one of 'text', 'json', 'base64', 'file' and 'template'.");
        }

        MockResponse response = new();
        response = said.Integer("status") is { } status ? said.At("status", () => response.Status(status)) : response;
        response = contents is [string content] ? said.At(content, () => WithBody(said, content, response)) : response;
        response = said.Seconds("delay_sec") is { } delay ? said.At("delay_sec", () => response.Delay(delay)) : response;
        foreach (HeaderEdit edit in HeaderMapping.Read(said, "headers"))
        {
            if (edit.Action == "DELETE")
            {
                throw WireErrors.Together(edit.Field, "The response is the mock's own, which has no header to DELETE.", "Leave it out.");
            }

            response = edit.Values.Aggregate(response, (r, value) => WireObject.At(edit.Field, null, () => r.Header(edit.Name, value)));
        }

        foreach ((string name, JsonElement values, string field) in said.Entries("trailers"))
        {
            response = WireObject.TextsOf(values).Aggregate(response, (r, value) => WireObject.At(field, null, () => r.Trailer(name, value)));
        }

        response = said.Text("held_by") is { } gate ? response.HeldBy(gates(gate)) : response;
        return _ => response;
    }

    // The answer is the origin's.
    private static bool Real(WireObject response) => s_ofOwnAnswers.FirstOrDefault(response.Has) is { } own
        ? throw WireErrors.Together(response.FieldOf(own), $"The response is the real one, which has no '{own}' of a mock.", "Give a whole response; a fault with 'timeout_sec' 0 holds real ones.")
        : false;

    private static IEnumerable<string> Contents(WireObject said) => s_contents.Where(c => c == "json" ? said.Json(c) is not null : said.Has(c));

    private static MockResponse WithBody(WireObject said, string content, MockResponse response)
    {
        string? type = said.Text("content_type");
        return content switch
        {
            "text" => type is null ? response.Text(said.Text(content)!) : response.Text(said.Text(content)!, type),
            "json" => Json(response, said.Json(content)!.Value, type),
            "base64" => type is null ? response.Bytes(Bytes(said)) : response.Bytes(Bytes(said), type),
            "template" => type is null ? response.Template(said.Text(content)!) : response.Template(said.Text(content)!, type),
            _ => response.File(said.Text(content)!, type),
        };
    }

    // As it was written: numbers keep their digits.
    private static MockResponse Json(MockResponse response, JsonElement json, string? type) =>
        type is null ? response.JsonText(json.GetRawText()) : response.Text(json.GetRawText(), type);

    private static byte[] Bytes(WireObject said)
    {
        byte[] bytes = new byte[said.Text("base64")!.Length];
        return Convert.TryFromBase64String(said.Text("base64")!, bytes, out int written)
            ? bytes[..written]
            : throw WireErrors.Together(said.FieldOf("base64"), "The body is not base64.", "Give base64 (RFC 4648, 4).");
    }
}
