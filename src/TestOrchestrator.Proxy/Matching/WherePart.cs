using System.Diagnostics.CodeAnalysis;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>A request of which the author's own code says that it fits.</summary>
internal sealed record WherePart(Func<RecordedRequest, bool> Predicate, string Description) : PatternPart
{
    public override PartRank Rank => PartRank.Where;

    public override string Name => "condition";

    public override string Expected => Description;

    public override Fit Fits(RequestSubject request) => request.Whole is { } whole ? Of(Holds(whole, out _)) : Fit.Open;

    public override string Seen(RequestSubject request) =>
        request.Whole is not { } whole ? "a request whose body is not there yet"
        : Holds(whole, out Exception? thrown) ? "that it holds"
        : thrown is null ? "that it does not hold" : $"{thrown.GetType().Name}: {thrown.Message}";

    [SuppressMessage("Design", "CA1031", Justification = "The predicate is the test's own code: a request on which it throws does not fit, and the explanation shows why.")]
    private bool Holds(RecordedRequest request, out Exception? thrown)
    {
        thrown = null;
        try
        {
            return Predicate(request);
        }
        catch (Exception e)
        {
            thrown = e;
            return false;
        }
    }
}
