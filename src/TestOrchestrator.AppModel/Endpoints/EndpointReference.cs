using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Names;

namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>Stands for the address of an endpoint until the application runs. Immutable and thread-safe.</summary>
public sealed class EndpointReference : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    /// <summary>Creates a reference.</summary>
    /// <param name="owner">The resource that has the endpoint.</param>
    /// <param name="endpointName">The name of the endpoint, in any case. That it exists is checked when the model is built.</param>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName)
        : this(owner, endpointName, replica: 0)
    {
    }

    internal EndpointReference(IResourceWithEndpoints owner, string endpointName, int replica)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(endpointName);
        Resource = owner;
        EndpointName = endpointName;
        Replica = replica;
    }

    /// <summary>Gets the resource that has the endpoint.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>Gets the name of the endpoint.</summary>
    public string EndpointName { get; }

    /// <inheritdoc/>
    public string ValueExpression => Property(EndpointProperty.Url).ValueExpression;

    /// <inheritdoc/>
    public IEnumerable<object> References => [Resource];

    internal int Replica { get; }

    internal bool IsSame(EndpointReference other) =>
        ResourceName.Comparer.Equals(Resource.Name, other.Resource.Name) && Replica == other.Replica && ResourceName.Comparer.Equals(EndpointName, other.EndpointName);

    /// <summary>Gets a part of the endpoint's address.</summary>
    /// <param name="property">The part.</param>
    /// <returns>A value that stands for the part until the application runs.</returns>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <summary>Gets the address of the endpoint in a running application.</summary>
    /// <param name="context">The running application.</param>
    /// <param name="cancellationToken">Not used: addresses are known before anything starts.</param>
    /// <returns>The address as a URI.</returns>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(context, cancellationToken);
}
