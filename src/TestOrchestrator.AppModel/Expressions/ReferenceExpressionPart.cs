namespace TestOrchestrator.AppModel.Expressions;

/// <summary>A literal, or a hole with the value that fills it.</summary>
internal sealed record ReferenceExpressionPart
{
    public const string UriFormat = "uri";

    public string Literal { get; init; } = "";

    public IValueProvider? Value { get; init; }

    public string? Format { get; init; }

    public string Expression => Value switch
    {
        null => Literal,
        IManifestExpressionProvider provider => provider.ValueExpression,
        _ => "{…}",
    };

    public async ValueTask<string> GetTextAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Value is null)
        {
            return Literal;
        }

        string text = await Value.GetValueAsync(context, cancellationToken).ConfigureAwait(false) ?? "";
        return Format == UriFormat ? Uri.EscapeDataString(text) : text;
    }
}
