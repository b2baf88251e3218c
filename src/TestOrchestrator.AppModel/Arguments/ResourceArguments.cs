using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.Arguments;

/// <summary>Makes the arguments that a resource was given in its model. Thread-safe.</summary>
public static class ResourceArguments
{
    /// <summary>Runs the callbacks of a resource and resolves every value.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="values">The running application.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The arguments in order.</returns>
    public static async Task<IReadOnlyList<string>> ResolveAsync(IResource resource, ValueProviderContext values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        CommandLineArgsCallbackContext context = new(resource, cancellationToken);
        foreach (CommandLineArgsCallbackAnnotation annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        List<string> resolved = [];
        foreach (object value in context.Args)
        {
            resolved.Add(await GivenValue.ResolveAsync(value, nameof(context.Args), values, cancellationToken).ConfigureAwait(false) ?? "");
        }

        return resolved;
    }
}
