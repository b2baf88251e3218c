using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Says why a request was not answered by any mock, which came nearest, and what would be right.</summary>
internal static class UnmatchedExplanation
{
    private const int Shown = 3;

    public static Explanation Of(RequestSubject subject, Uri origin, ScopeNode scope, ProxySessionOptions session)
    {
        RequestHead request = subject.Head;
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"No mock fits {request}, and session '{session.Name}' {Policy(request, origin, session)}.");
        AppendMocks(text, subject, scope);
        text.Append(CultureInfo.InvariantCulture, $"To answer it, add a mock: {session.MockHint}(r => {Suggested(request)}).Respond(j => j.Status(200)); to let it through, {session.ForwardHint}.");
        return new Explanation("TO2301", text.ToString());
    }

    private static string Policy(RequestHead request, Uri origin, ProxySessionOptions session)
    {
        if (session.Unmatched == UnmatchedRequests.Fail)
        {
            return "lets no other request through (UnmatchedRequests.Fail)";
        }

        string elsewhere = request.Host == origin.IdnHost ? "" : $", and the client connects to '{origin.IdnHost}'";
        return $"lets only those to loopback addresses and localhost through (UnmatchedRequests.LoopbackOnly){elsewhere}";
    }

    private static void AppendMocks(StringBuilder text, RequestSubject request, ScopeNode scope)
    {
        (Mock Mock, ImmutableArray<Difference> Differences)[] nearest =
        [
            .. scope.MocksInEffect().Select(m => (Mock: m, Differences: MockDifferences.Between(m, request))).OrderBy(m => Difference.Distance(m.Differences)),
        ];
        text.AppendLine(CultureInfo.InvariantCulture, $"It belongs to scope '{scope.Name}', where {Count(nearest.Length)}.");
        foreach ((Mock mock, ImmutableArray<Difference> differences) in nearest.Take(Shown))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {mock}");
            foreach (Difference difference in differences)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {difference}");
            }
        }

        if (nearest.Length > Shown)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  and {nearest.Length - Shown} more, further away");
        }
    }

    private static string Count(int mocks) => mocks switch
    {
        0 => "no mock is in effect",
        1 => "1 mock is in effect",
        _ => $"{mocks} mocks are in effect, the nearest first",
    };

    private static string Suggested(RequestHead request)
    {
        string url = request.RawUrl.Replace("\"", "%22", StringComparison.Ordinal);
        return request.Method switch
        {
            "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" => $"r.{request.Method[0]}{request.Method[1..].ToLowerInvariant()}(\"{url}\")",
            _ => $"r.Method(\"{request.Method}\").Url(\"{url}\")",
        };
    }
}
