using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Something in a filter that has a value (ValueType of the RFC). Immutable.</summary>
internal abstract record Operand
{
    public abstract OperandValue Evaluate(FilterContext context);

    internal sealed record Literal(JsonNode? Value) : Operand
    {
        public override OperandValue Evaluate(FilterContext context) => OperandValue.Of(Value);
    }

    /// <summary>A singular query.</summary>
    internal sealed record Singular(PathQuery Query) : Operand
    {
        public override OperandValue Evaluate(FilterContext context) => Query.Select(context) is [LocatedNode only] ? OperandValue.Of(only.Node) : OperandValue.Nothing;
    }

    /// <summary>The number of characters (Unicode scalar values), items or members.</summary>
    internal sealed record Length(Operand Of) : Operand
    {
        public override OperandValue Evaluate(FilterContext context)
        {
            OperandValue value = Of.Evaluate(context);
            return value.Node switch
            {
                JsonArray items => OperandValue.Of(items.Count),
                JsonObject members => OperandValue.Of(members.Count),
                _ when value.TryText(out string? text) => OperandValue.Of(text.EnumerateRunes().Count()),
                _ => OperandValue.Nothing,
            };
        }
    }

    /// <summary>The number of nodes that a query selects.</summary>
    internal sealed record Count(PathQuery Query) : Operand
    {
        public override OperandValue Evaluate(FilterContext context) => OperandValue.Of(Query.Select(context).Count);
    }

    /// <summary>The value of the only node that a query selects.</summary>
    internal sealed record OnlyValue(PathQuery Query) : Operand
    {
        public override OperandValue Evaluate(FilterContext context) => Query.Select(context) is [LocatedNode only] ? OperandValue.Of(only.Node) : OperandValue.Nothing;
    }
}
