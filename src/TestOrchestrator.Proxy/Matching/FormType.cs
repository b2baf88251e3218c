using System.Net.Http.Headers;
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

    /// <summary>Gets what separates the parts of a multipart form; empty when it is not said.</summary>
    public static string Boundary(RecordedHeaders headers) =>
        MediaTypeHeaderValue.TryParse(headers["Content-Type"], out MediaTypeHeaderValue? type)
            ? type.Parameters.FirstOrDefault(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"') ?? ""
            : "";
}
