using System.Globalization;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Tests.Har;

/// <summary>Checks what HAR 1.2 demands and importers rely on; every field that the format does not know begins with an underscore.</summary>
internal static class HarValidator
{
    public static void Validate(JsonNode har)
    {
        JsonObject log = Object(har, "log", ["version", "creator", "entries"], ["browser", "pages", "comment"]);
        Assert.AreEqual("1.2", String(log, "version"));
        JsonObject creator = Object(log, "creator", ["name", "version"], ["comment"]);
        _ = String(creator, "name") + String(creator, "version");
        foreach (JsonNode? entry in Array(log, "entries"))
        {
            ValidateEntry(entry!.AsObject());
        }
    }

    private static void ValidateEntry(JsonObject entry)
    {
        Fields(entry, "entry", ["startedDateTime", "time", "request", "response", "cache", "timings"], ["pageref", "serverIPAddress", "connection", "comment"]);
        DateTimeOffset.ParseExact(String(entry, "startedDateTime"), "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
        Assert.IsGreaterThanOrEqualTo(0.0, Number(entry, "time"));
        ValidateRequest(Object(entry, "request", ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"], ["postData", "comment"]));
        ValidateResponse(Object(entry, "response", ["status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"], ["comment"]));
        Object(entry, "cache", [], ["beforeRequest", "afterRequest", "comment"]);
        JsonObject timings = Object(entry, "timings", ["send", "wait", "receive"], ["blocked", "dns", "connect", "ssl", "comment"]);
        double sum = 0;
        foreach (string required in new[] { "send", "wait", "receive" })
        {
            Assert.IsGreaterThanOrEqualTo(0.0, Number(timings, required));
            sum += Number(timings, required);
        }

        foreach (string optional in new[] { "blocked", "dns", "connect", "ssl" })
        {
            Assert.AreEqual(-1.0, Number(timings, optional));
        }

        Assert.AreEqual(Number(entry, "time"), sum, 0.01, "The time of an entry is the sum of its timings.");
    }

    private static void ValidateRequest(JsonObject request)
    {
        _ = String(request, "method") + String(request, "httpVersion");
        Assert.IsTrue(Uri.TryCreate(String(request, "url"), UriKind.Absolute, out _));
        NamesAndValues(request, "cookies");
        NamesAndValues(request, "headers");
        NamesAndValues(request, "queryString");
        _ = Number(request, "headersSize") + Number(request, "bodySize");
        if (request["postData"] is not null)
        {
            JsonObject post = Object(request, "postData", ["mimeType", "params", "text"], ["comment"]);
            _ = String(post, "mimeType") + String(post, "text");
            Array(post, "params");
        }
    }

    private static void ValidateResponse(JsonObject response)
    {
        _ = Number(response, "status") + Number(response, "headersSize") + Number(response, "bodySize");
        _ = String(response, "statusText") + String(response, "httpVersion") + String(response, "redirectURL");
        NamesAndValues(response, "cookies");
        NamesAndValues(response, "headers");
        JsonObject content = Object(response, "content", ["size", "mimeType"], ["compression", "text", "encoding", "comment"]);
        _ = String(content, "mimeType");
        if (content["encoding"] is not null)
        {
            Assert.AreEqual("base64", String(content, "encoding"));
            Assert.AreEqual((int)Number(content, "size"), Convert.FromBase64String(String(content, "text")).Length);
        }
    }

    private static void NamesAndValues(JsonObject owner, string name)
    {
        foreach (JsonNode? pair in Array(owner, name))
        {
            Fields(pair!.AsObject(), name, ["name", "value"], ["comment"]);
            _ = String(pair.AsObject(), "name") + String(pair.AsObject(), "value");
        }
    }

    private static JsonObject Object(JsonNode owner, string name, string[] required, string[] optional)
    {
        JsonObject found = owner[name] as JsonObject ?? throw new AssertFailedException($"'{name}' is not an object in {owner.ToJsonString()}");
        Fields(found, name, required, optional);
        return found;
    }

    private static void Fields(JsonObject owner, string name, string[] required, string[] optional)
    {
        string[] present = [.. owner.Select(p => p.Key).Where(k => !k.StartsWith('_'))];
        Assert.IsEmpty(required.Except(present), $"missing in {name}");
        Assert.IsEmpty(present.Except(required).Except(optional), $"unknown in {name}");
    }

    private static JsonArray Array(JsonObject owner, string name) => owner[name] as JsonArray ?? throw new AssertFailedException($"'{name}' is not an array in {owner.ToJsonString()}");

    private static string String(JsonObject owner, string name) => owner[name]!.GetValue<string>();

    private static double Number(JsonObject owner, string name) => owner[name]!.GetValue<double>();
}
