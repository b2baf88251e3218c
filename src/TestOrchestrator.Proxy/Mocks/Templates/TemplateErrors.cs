using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Mocks.Templates;

/// <summary>What an author of a template can have meant otherwise.</summary>
internal static class TemplateErrors
{
    public static ProxyException NotClosed(int position) => new(
        "TO2215", $"The template cannot be read: at character {position + 1} '{{{{' begins a value, and no '}}}}' ends it.");

    public static ProxyException UnknownValue(string name, int position) => new(
        "TO2215",
        $"The template cannot be read: at character {position + 1} there is no value '{name}'. There are request.method, request.url, request.host, request.path, request.body, "
        + "request.query.NAME, request.form.NAME, request.header.NAME, request.cookie.NAME, request.json.PATH, call, now and uuid.");

    public static ProxyException NoValue(string name, RecordedRequest request) => new(
        "TO2216", $"The template asks for '{name}', and {request} does not have it. Say a default, such as '{{{{{name}|none}}}}'.");
}
