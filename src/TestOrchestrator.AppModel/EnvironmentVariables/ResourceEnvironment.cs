using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.EnvironmentVariables;

/// <summary>Makes the environment variables that a resource was given in its model. Thread-safe.</summary>
public static class ResourceEnvironment
{
    /// <summary>Runs the callbacks of a resource and resolves every value.</summary>
    /// <param name="model">The application.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="replica">The replica of the resource, from 0.</param>
    /// <param name="values">The running application.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The variables by name.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> ResolveAsync(ApplicationModel model, IResource resource, int replica, ValueProviderContext values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        EnvironmentCallbackContext context = new(model, resource, replica, cancellationToken);
        foreach (EnvironmentCallbackAnnotation annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        Dictionary<string, string> resolved = new(StringComparer.Ordinal);
        foreach ((string name, object value) in context.EnvironmentVariables)
        {
            // An optional connection string that is missing leaves its variable out.
            if (await GivenValue.ResolveAsync(value, name, values, cancellationToken).ConfigureAwait(false) is { } text)
            {
                resolved[name] = text;
            }
        }

        return resolved;
    }
}
