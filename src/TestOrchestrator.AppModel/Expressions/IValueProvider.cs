namespace TestOrchestrator.AppModel.Expressions;

/// <summary>A value that is known when the application runs: the address of an endpoint, a parameter, an expression of those.</summary>
public interface IValueProvider
{
    /// <summary>Gets the value for one running application.</summary>
    /// <param name="context">The running application: where its endpoints are.</param>
    /// <param name="cancellationToken">Ends the wait for the value.</param>
    /// <returns>The value, or null if there is none.</returns>
    ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default);
}
