using Microsoft.Extensions.Configuration;

namespace TestOrchestrator.AppModel.Parameters;

/// <summary>Adds parameters.</summary>
public static class ParameterBuilderExtensions
{
    /// <summary>Adds a parameter whose value stands in the app host's configuration under <c>Parameters:NAME</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource; in the configuration, <c>-</c> may be <c>_</c>.</param>
    /// <param name="secret">Whether the value must never be shown.</param>
    /// <returns>A builder for the parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IConfiguration configuration = builder.Configuration;
        return builder.AddResource(new ParameterResource(name, () => Configured(configuration, name), secret));
    }

    /// <summary>Adds a parameter with a value.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="value">The value.</param>
    /// <param name="secret">Whether the value must never be shown.</param>
    /// <returns>A builder for the parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool secret = false) =>
        builder.AddParameter(name, () => value, secret);

    /// <summary>Adds a parameter whose value a function gives.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="valueGetter">Gets the value; called at most once.</param>
    /// <param name="secret">Whether the value must never be shown.</param>
    /// <returns>A builder for the parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ParameterResource(name, valueGetter, secret));
    }

    /// <summary>Gives a parameter a value in place of the one it would have had.</summary>
    /// <param name="builder">The parameter.</param>
    /// <param name="value">The value.</param>
    /// <returns>The parameter's builder.</returns>
    public static IResourceBuilder<ParameterResource> WithValue(this IResourceBuilder<ParameterResource> builder, string value)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        return builder.WithAnnotation(new ParameterValueAnnotation { Value = value }, ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Creates a secret parameter that has the value of the app host's configuration, or else a random one of its own.</summary>
    /// <param name="builder">The application. The parameter is not added to its resources.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <returns>The parameter.</returns>
    public static ParameterResource CreateGeneratedPassword(this IDistributedApplicationBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IConfiguration configuration = builder.Configuration;
        return new(name, () => Configured(configuration, name) ?? GeneratedPassword.New(), secret: true);
    }

    // As in Aspire: a hyphen may be an underscore, because no shell can set a variable whose name has a hyphen.
    private static string? Configured(IConfiguration configuration, string name)
    {
        string? exact = configuration[$"Parameters:{name}"];
        return string.IsNullOrEmpty(exact) ? configuration[$"Parameters:{name.Replace('-', '_')}"] ?? exact : exact;
    }
}
