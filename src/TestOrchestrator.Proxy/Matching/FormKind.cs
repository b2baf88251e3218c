namespace TestOrchestrator.Proxy.Matching;

/// <summary>How a form is written.</summary>
internal enum FormKind
{
    None,
    UrlEncoded,
    Multipart,
}
