using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace TestOrchestrator.AppModel.Expressions;

/// <summary>Collects the parts of an interpolated text; the compiler calls it. Not thread-safe.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReferenceExpressionInterpolatedStringHandler
{
    private readonly ImmutableArray<ReferenceExpressionPart>.Builder _parts;

    /// <summary>Starts a text.</summary>
    /// <param name="literalLength">The number of literal characters.</param>
    /// <param name="formattedCount">The number of holes.</param>
    public ReferenceExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = ImmutableArray.CreateBuilder<ReferenceExpressionPart>((2 * formattedCount) + 1);
    }

    /// <summary>Adds literal text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _parts.Add(new() { Literal = value });

    /// <summary>Adds a text that is known already.</summary>
    /// <param name="value">The text; null adds nothing.</param>
    /// <param name="format">Null, or <c>uri</c> to escape the value for use in a URI.</param>
    public void AppendFormatted(string? value, string? format = null) =>
        _parts.Add(new() { Literal = Checked(format) == ReferenceExpressionPart.UriFormat ? Uri.EscapeDataString(value ?? "") : value ?? "" });

    /// <summary>Adds a value that is known when the application runs.</summary>
    /// <param name="value">The value.</param>
    /// <param name="format">Null, or <c>uri</c> to escape the value for use in a URI.</param>
    public void AppendFormatted(IValueProvider value, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        _parts.Add(new() { Value = value, Format = Checked(format) });
    }

    /// <summary>Adds a resource that has a value: a parameter, an external service, or one with a connection string.</summary>
    /// <param name="valueProvider">The builder of the resource.</param>
    /// <param name="format">Null, or <c>uri</c> to escape the value for use in a URI.</param>
    public void AppendFormatted(IResourceBuilder<IResource> valueProvider, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(valueProvider);
        AppendFormatted((IValueProvider)GivenValue.Of(valueProvider, nameof(valueProvider)), format);
    }

    internal ReferenceExpression Build() => new(_parts.ToImmutable());

    private static string? Checked(string? format) => format is null or ReferenceExpressionPart.UriFormat
        ? format
        : throw new FormatException($"'{format}' is not a format of a reference expression; '{ReferenceExpressionPart.UriFormat}' is the only one.");
}
