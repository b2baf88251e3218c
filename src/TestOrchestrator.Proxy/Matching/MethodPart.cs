using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>One of these methods, whatever their case.</summary>
internal sealed record MethodPart(ImmutableArray<string> Methods) : PatternPart
{
    public override int Weight => 2;

    public override string Name => "method";

    public override string Expected => string.Join(" or ", Methods);

    public override bool Fits(RequestHead request) => Methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase);

    public override string Seen(RequestHead request) => request.Method;
}
