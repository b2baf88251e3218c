using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>One of these methods, whatever their case.</summary>
internal sealed record MethodPart(ImmutableArray<string> Methods) : PatternPart
{
    public override int Weight => 2;

    public override PartRank Rank => PartRank.Method;

    public override string Name => "method";

    public override string Expected => string.Join(" or ", Methods);

    public override Fit Fits(RequestSubject request) => Of(Methods.Contains(request.Head.Method, StringComparer.OrdinalIgnoreCase));

    public override string Seen(RequestSubject request) => request.Head.Method;
}
