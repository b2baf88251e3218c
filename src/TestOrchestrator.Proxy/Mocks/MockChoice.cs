using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>
/// Chooses the mock that answers a request: of the innermost scope that has one that fits, the one with the highest priority, then with the
/// most parameters that fit, then the one that names its calls, then the most specific one, then the most recently added one. One a
/// request; not thread-safe.
/// </summary>
internal sealed class MockChoice
{
    private readonly List<Candidate> _candidates = [];
    private RequestSubject _request;

    private MockChoice(RequestSubject request) => _request = request;

    /// <summary>Gets a value indicating whether the choice depends on the body, which is not there yet.</summary>
    public bool NeedsBody => _candidates.Exists(c => c.Fit == Fit.Open);

    /// <summary>Looks which mocks may answer.</summary>
    /// <returns><see langword="null"/> when none may.</returns>
    public static MockChoice? Among(ScopeNode scope, RequestSubject request)
    {
        MockChoice? choice = null;
        int depth = 0;
        for (ScopeNode? at = scope; at is not null; at = at.Parent, depth++)
        {
            (Mock[] ofPath, Mock[] ofAnyPath) = at.Mocks.For(request.Head.Path);
            choice = Look(ofPath, depth, request, choice);
            choice = Look(ofAnyPath, depth, request, choice);
        }

        return choice;
    }

    /// <summary>Chooses, and counts the request for every mock whose pattern it fits.</summary>
    /// <param name="withBody">The request with its body, if that was needed.</param>
    public Mock? Choose(RequestSubject withBody)
    {
        _request = withBody;
        Candidate? best = null;
        foreach (Candidate candidate in _candidates)
        {
            Mock mock = candidate.Mock;
            if ((candidate.Fit == Fit.Yes || MockFit.Of(mock, _request) == Fit.Yes) && IsCall(mock) && (best is null || Compare(candidate, best.Value) > 0))
            {
                best = candidate;
            }
        }

        return best?.Mock;
    }

    private static MockChoice? Look(Mock[] mocks, int depth, RequestSubject request, MockChoice? choice)
    {
        foreach (Mock mock in mocks)
        {
            if (MockFit.Of(mock, request) is not Fit.No and Fit fit)
            {
                choice ??= new(request);
                choice._candidates.Add(new(mock, depth, fit));
            }
        }

        return choice;
    }

    // Counted whether or not it wins: the second request is the second one, whoever answered the first.
    private static bool IsCall(Mock mock)
    {
        int index = mock.Count();
        return mock.Traits.Calls?.Holds(index) ?? true;
    }

    private int Compare(in Candidate one, in Candidate other)
    {
        int difference = other.Depth - one.Depth;
        difference = difference != 0 ? difference : one.Mock.Traits.Priority.CompareTo(other.Mock.Traits.Priority);
        difference = difference != 0 ? difference : MockFit.Score(one.Mock, _request) - MockFit.Score(other.Mock, _request);
        difference = difference != 0 ? difference : (one.Mock.Traits.Calls?.Precision ?? 0) - (other.Mock.Traits.Calls?.Precision ?? 0);
        difference = difference != 0 ? difference : one.Mock.Specificity - other.Mock.Specificity;
        return difference != 0 ? difference : one.Mock.Number.CompareTo(other.Mock.Number);
    }

    private readonly record struct Candidate(Mock Mock, int Depth, Fit Fit);
}
