using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Tells by its content type whether a message is a form.</summary>
internal static class FormType
{
    public static FormKind Of(RecordedHeaders headers)
    {
        string? type = headers["Content-Type"];
        return type is null ? FormKind.None
            : type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? FormKind.UrlEncoded
            : type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? FormKind.Multipart
            : FormKind.None;
    }
}
