using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.Arguments;

/// <summary>What a callback sees that sets the arguments of one resource. Not thread-safe.</summary>
public sealed class CommandLineArgsCallbackContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="resource">The resource whose arguments are made.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public CommandLineArgsCallbackContext(IResource resource, CancellationToken cancellationToken)
    {
        Resource = resource;
        CancellationToken = cancellationToken;
    }

    /// <summary>Gets the arguments so far. An argument is a text, a number, an <see cref="IValueProvider"/>, or a resource that has a value.</summary>
    public IList<object> Args { get; } = new List<object>();

    /// <summary>Gets the resource whose arguments are made.</summary>
    public IResource Resource { get; }

    /// <summary>Gets the token that ends the work.</summary>
    public CancellationToken CancellationToken { get; }
}
