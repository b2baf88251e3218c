using System.Collections.Immutable;

namespace TestOrchestrator.AppModel.Expressions;

/// <summary>Builds an expression piece by piece. Not thread-safe.</summary>
public sealed class ReferenceExpressionBuilder
{
    private readonly ImmutableArray<ReferenceExpressionPart>.Builder _parts = ImmutableArray.CreateBuilder<ReferenceExpressionPart>();

    /// <summary>Adds literal text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _parts.Add(new() { Literal = value });
    }

    /// <summary>Adds an interpolated text.</summary>
    /// <param name="handler">The text, as for <see cref="ReferenceExpression.Create"/>.</param>
    public void Append(in ReferenceExpressionInterpolatedStringHandler handler) =>
        _parts.Add(new() { Value = handler.Build() });

    /// <summary>Makes the expression of what was added.</summary>
    /// <returns>The expression.</returns>
    public ReferenceExpression Build() => new(_parts.ToImmutable());
}
