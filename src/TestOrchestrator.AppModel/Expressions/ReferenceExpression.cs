using System.Collections.Immutable;

namespace TestOrchestrator.AppModel.Expressions;

/// <summary>A text with holes that are filled when the application runs.</summary>
/// <remarks>Immutable and thread-safe. Written as an interpolated text: <c>ReferenceExpression.Create($"http://{host}:{port}")</c>.</remarks>
public sealed class ReferenceExpression : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    private readonly ImmutableArray<ReferenceExpressionPart> _parts;

    internal ReferenceExpression(ImmutableArray<ReferenceExpressionPart> parts) => _parts = parts;

    /// <summary>Gets the expression that is the empty text.</summary>
    public static ReferenceExpression Empty { get; } = new([]);

    /// <inheritdoc/>
    public string ValueExpression => string.Concat(_parts.Select(p => p.Expression));

    /// <inheritdoc/>
    public IEnumerable<object> References => _parts.Select(p => p.Value).OfType<object>();

    /// <summary>Makes an expression of an interpolated text.</summary>
    /// <param name="handler">The text. Its holes are texts, endpoints, parameters, resources with a connection string, or other expressions; the format <c>uri</c> escapes a value for use in a URI.</param>
    /// <returns>The expression.</returns>
    public static ReferenceExpression Create(in ReferenceExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <inheritdoc/>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        string[] texts = new string[_parts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = await _parts[i].GetTextAsync(context, cancellationToken).ConfigureAwait(false);
        }

        return string.Concat(texts);
    }
}
