namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// Compares two values; two that are not there are equal, and one that is not there equals no other. RFC 9535, section 2.3.5.2.2.
/// </summary>
internal sealed record Comparison(Operand Left, ComparisonOperator Operator, Operand Right) : Condition
{
    public override bool Holds(FilterContext context)
    {
        OperandValue left = Left.Evaluate(context);
        OperandValue right = Right.Evaluate(context);
        return Operator switch
        {
            ComparisonOperator.Equal => AreEqual(left, right),
            ComparisonOperator.NotEqual => !AreEqual(left, right),
            ComparisonOperator.Less => IsLess(left, right),
            ComparisonOperator.LessOrEqual => IsLess(left, right) || AreEqual(left, right),
            ComparisonOperator.Greater => IsLess(right, left),
            ComparisonOperator.GreaterOrEqual or _ => IsLess(right, left) || AreEqual(left, right),
        };
    }

    private static bool AreEqual(OperandValue left, OperandValue right) =>
        left.IsThere ? right.IsThere && JsonComparison.AreEqual(left.Node, right.Node) : !right.IsThere;

    private static bool IsLess(OperandValue left, OperandValue right) => left.IsThere && right.IsThere && JsonComparison.IsLess(left.Node, right.Node);
}
