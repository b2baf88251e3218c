using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>What a filter asks of a node. Immutable.</summary>
internal abstract record Condition
{
    public abstract bool Holds(FilterContext context);

    internal sealed record Any(ImmutableArray<Condition> Of) : Condition
    {
        public override bool Holds(FilterContext context) => Of.Any(c => c.Holds(context));
    }

    internal sealed record All(ImmutableArray<Condition> Of) : Condition
    {
        public override bool Holds(FilterContext context) => Of.All(c => c.Holds(context));
    }

    internal sealed record Not(Condition Of) : Condition
    {
        public override bool Holds(FilterContext context) => !Of.Holds(context);
    }

    internal sealed record Exists(PathQuery Query) : Condition
    {
        public override bool Holds(FilterContext context) => Query.Select(context).Count > 0;
    }

    /// <summary>
    /// The functions match (the whole text) and search (a part of it); a text that is none, or a pattern that is no I-Regexp, does not fit.
    /// </summary>
    internal sealed record Fits(Operand Text, Operand Pattern, bool Anywhere) : Condition
    {
        // A literal pattern is read once.
        private readonly IRegexp? _known = Pattern is Operand.Literal { Value: { } value } && JsonComparison.TryText(value, out string? text) ? IRegexp.TryParse(text) : null;

        public override bool Holds(FilterContext context)
        {
            if (!Text.Evaluate(context).TryText(out string? text))
            {
                return false;
            }

            IRegexp? pattern = _known ?? (Pattern is not Operand.Literal && Pattern.Evaluate(context).TryText(out string? written) ? IRegexp.TryParse(written) : null);
            return pattern?.IsMatch(text, Anywhere) ?? false;
        }
    }
}
