using System.Globalization;
using TestOrchestrator.AppModel.ConnectionStrings;

namespace TestOrchestrator.AppModel.Expressions;

/// <summary>What an author may give where a value is wanted, and how it becomes text.</summary>
internal static class GivenValue
{
    /// <summary>Returns a text, or an <see cref="IValueProvider"/>.</summary>
    public static object Of(object? given, string parameterName) => given switch
    {
        string or IValueProvider => given,
        IResourceBuilder<IResource> builder => Of(builder.Resource, parameterName),
        IResourceWithConnectionString resource => new ConnectionStringReference(resource, optional: false),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException(
            $"{Describe(given)} cannot be a value. Use a text, a parameter, an endpoint, a resource with a connection string, or a reference expression.",
            parameterName),
    };

    public static ValueTask<string?> ResolveAsync(object? given, string parameterName, ValueProviderContext context, CancellationToken cancellationToken)
    {
        object value = Of(given, parameterName);
        return value is IValueProvider provider ? provider.GetValueAsync(context, cancellationToken) : new((string)value);
    }

    // Nothing of what it holds: that may be secret.
    private static string Describe(object? given) => given switch
    {
        null => "null",
        IResource resource => $"{resource}",
        _ => given.GetType().Name,
    };
}
