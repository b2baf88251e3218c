using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Modifications;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>
/// What can be said about requests that are not answered as their clients wish; for unmatched ones see <see cref="UnmatchedExplanation"/>.
/// </summary>
internal static class RequestExplanations
{
    public static Explanation MockFailed(Mock mock, RequestHead request, Exception thrown) => new(
        "TO2306", $"The mock {mock} could not answer {request}: {thrown.GetType().Name}: {thrown.Message}");

    public static Explanation OriginFailed(Uri origin, LiveExchange exchange, string reason, string? code) => new(
        code ?? "TO2307", $"{origin.GetLeftPart(UriPartial.Authority)} did not answer {exchange.Head}: {reason}");

    public static Explanation BodyTooLong(RequestHead request, int limit) => new(
        "TO2340", $"The body of {request} is longer than {limit / 1024 / 1024} MB, so mocks that ask for something in it do not fit. Ask for less, or for host, path and method only.");

    /// <param name="mock">The mock.</param>
    /// <param name="message">The request, or the response to it.</param>
    /// <param name="problem">What was in the way.</param>
    public static Explanation NotModified(Mock mock, string message, ModificationProblem problem) => new(
        problem.Code,
        $"The mock {mock} did not modify {message} as described: {problem.Reason}. {(problem.IsWhole ? "It passed unmodified." : "The other changes were made.")}");

    public static Explanation NotReached(Mock mock, RequestHead request, Uri origin) => new(
        "TO2317",
        $"The mock {mock} modifies {request}, and the session lets only loopback addresses through, not '{origin.Host}'. Answer the request by Respond, or let the session forward.");

    public static Explanation Malformed(RequestHead request, string problem) => new("TO2318", $"{HttpToken.Shown(request.ToString())} is malformed: {problem}.");

    public static Explanation NotForAProxy(ProxySession session) => new(
        "TO2308",
        $"This is the proxy of session '{session.Name}', not a server. Give its address to a client as HTTP_PROXY and HTTPS_PROXY; "
        + "CONNECT must be the first request of its connection.");
}
