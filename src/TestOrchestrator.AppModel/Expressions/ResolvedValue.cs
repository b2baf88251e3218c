namespace TestOrchestrator.AppModel.Expressions;

/// <summary>Turns what a callback put into a context into text.</summary>
internal static class ResolvedValue
{
    public static async ValueTask<string?> OfAsync(object value, ValueProviderContext context, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(context, cancellationToken).ConfigureAwait(false),
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(context, cancellationToken).ConfigureAwait(false),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be the value of an environment variable or argument. Use a text, a parameter, an endpoint or a reference expression.", nameof(value)),
    };
}
