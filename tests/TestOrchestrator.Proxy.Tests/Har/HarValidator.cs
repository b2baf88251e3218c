using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Tests.Har;

/// <summary>The schema of HAR 1.2 as its specification has it (http://www.softwareishard.com/blog/har-12-spec/); a field that it does not know begins with an underscore.</summary>
internal static class HarValidator
{
    // name: type, optional with a question mark. A type is one of those below, a list of one with [], or text, number, whole, flag, time, url, object.
    private static readonly Dictionary<string, string> s_types = new()
    {
        ["har"] = "log: log",
        ["log"] = "version: text, creator: program, browser?: program, pages?: page[], entries: entry[], comment?: text",
        ["program"] = "name: text, version: text, comment?: text",
        ["page"] = "startedDateTime: time, id: text, title: text, pageTimings: pageTimings, comment?: text",
        ["pageTimings"] = "onContentLoad?: number, onLoad?: number, comment?: text",
        ["entry"] = "pageref?: text, startedDateTime: time, time: number, request: request, response: response, cache: cache, timings: timings, serverIPAddress?: text, connection?: text, comment?: text",
        ["request"] = "method: text, url: url, httpVersion: text, cookies: cookie[], headers: pair[], queryString: pair[], postData?: postData, headersSize: whole, bodySize: whole, comment?: text",
        ["response"] = "status: whole, statusText: text, httpVersion: text, cookies: cookie[], headers: pair[], content: content, redirectURL: text, headersSize: whole, bodySize: whole, comment?: text",
        ["cookie"] = "name: text, value: text, path?: text, domain?: text, expires?: time, httpOnly?: flag, secure?: flag, comment?: text",
        ["pair"] = "name: text, value: text, comment?: text",
        ["postData"] = "mimeType: text, params: param[], text: text, comment?: text",
        ["param"] = "name: text, value?: text, fileName?: text, contentType?: text, comment?: text",
        ["content"] = "size: whole, compression?: whole, mimeType: text, text?: text, encoding?: text, comment?: text",
        ["cache"] = "beforeRequest?: object, afterRequest?: object, comment?: text",
        ["timings"] = "blocked?: number, dns?: number, connect?: number, send: number, wait: number, receive: number, ssl?: number, comment?: text",
    };

    public static void Validate(JsonNode har)
    {
        Validate(har, "har", "har");
        foreach (JsonNode? entry in har["log"]!["entries"]!.AsArray())
        {
            ValidateTimes(entry!);
            ValidateBase64(entry!["response"]!["content"]!);
            foreach ((string extension, string type) in new[] { ("_forwardedRequest", "request"), ("_originResponse", "response") })
            {
                if (entry[extension] is { } changed)
                {
                    Validate(changed, type, extension);
                }
            }
        }
    }

    private static void Validate(JsonNode? value, string type, string path)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            JsonArray array = value as JsonArray ?? throw new AssertFailedException($"{path} is not an array: {value?.ToJsonString()}");
            for (int i = 0; i < array.Count; i++)
            {
                Validate(array[i], type[..^2], $"{path}[{i}]");
            }
        }
        else if (s_types.TryGetValue(type, out string? fields))
        {
            ValidateFields(value as JsonObject ?? throw new AssertFailedException($"{path} is not an object: {value?.ToJsonString()}"), fields, path);
        }
        else
        {
            Assert.IsTrue(IsOf(value, type), $"{path} is not a {type}: {value?.ToJsonString()}");
        }
    }

    private static void ValidateFields(JsonObject value, string fields, string path)
    {
        (string Name, string Type, bool IsOptional)[] known =
            [.. fields.Split(", ").Select(f => f.Split(": ")).Select(f => (f[0].TrimEnd('?'), f[1], f[0].EndsWith('?')))];
        foreach ((string name, string type, bool isOptional) in known)
        {
            if (value.ContainsKey(name))
            {
                Validate(value[name], type, $"{path}.{name}");
            }
            else
            {
                Assert.IsTrue(isOptional, $"{path}.{name} is missing");
            }
        }

        string[] unknown = [.. value.Select(f => f.Key).Where(k => !k.StartsWith('_')).Except(known.Select(k => k.Name))];
        Assert.IsEmpty(unknown, $"unknown in {path}");
    }

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "text" => value?.GetValueKind() == JsonValueKind.String,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "whole" => value?.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out long _),
        "flag" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "object" => value is null or JsonObject,

        // 2009-07-24T19:20:30.45+01:00, offset and all.
        "time" => IsOf(value, "text") && System.Text.RegularExpressions.Regex.IsMatch(value!.GetValue<string>(), @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+([+-]\d\d:\d\d|Z)$"),
        "url" => IsOf(value, "text") && Uri.TryCreate(value!.GetValue<string>(), UriKind.Absolute, out _),
        _ => throw new AssertFailedException($"The schema has no type '{type}'."),
    };

    // Phases that do not apply are -1; the others add up to the time of the entry, but for ssl, which is part of connect.
    private static void ValidateTimes(JsonNode entry)
    {
        JsonObject timings = entry["timings"]!.AsObject();
        double sum = 0;
        foreach ((string phase, JsonNode? value) in timings)
        {
            double time = value!.GetValue<double>();
            Assert.IsTrue(time >= 0 || (time == -1 && phase is "blocked" or "dns" or "connect" or "ssl"), $"{phase} took {time} ms");
            sum += phase != "ssl" && time > 0 ? time : 0;
        }

        Assert.AreEqual(entry["time"]!.GetValue<double>(), sum, 0.01, "The time of an entry is the sum of its timings.");
    }

    private static void ValidateBase64(JsonNode content)
    {
        if (content["encoding"]?.GetValue<string>() is not { } encoding)
        {
            return;
        }

        Assert.AreEqual("base64", encoding);
        byte[] bytes = Convert.FromBase64String(content["text"]!.GetValue<string>());
        if (content["_capture"] is null)
        {
            Assert.AreEqual(content["size"]!.GetValue<int>(), bytes.Length);
        }
    }
}
