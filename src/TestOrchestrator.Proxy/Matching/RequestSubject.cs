using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>A request as patterns look at it: the head, and the body as soon as it is there. Not thread-safe.</summary>
/// <param name="head">The head.</param>
/// <param name="whole">
/// Gets the request with its whole body; <see langword="null"/>, or to give that, as long as the body is not there.
/// </param>
internal sealed class RequestSubject(RequestHead head, Func<RecordedRequest?>? whole)
{
    private RecordedRequest? _whole;
    private RequestBodyText? _body;

    public RequestHead Head => head;

    /// <summary>Gets the request with its body.</summary>
    /// <value><see langword="null"/> while the body is not there.</value>
    public RecordedRequest? Whole => _whole ??= whole?.Invoke();

    /// <summary>Gets what the body says.</summary>
    /// <value><see langword="null"/> while it is not there.</value>
    public RequestBodyText? Body => _body ??= Whole is { } request ? new RequestBodyText(request) : null;
}
