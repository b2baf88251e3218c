using System.Diagnostics;
using System.Globalization;
using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>Stands for a part of an endpoint's address until the application runs. Immutable and thread-safe.</summary>
public sealed class EndpointReferenceExpression : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    internal EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property) => (Endpoint, Property) = (endpoint, property);

    /// <summary>Gets the endpoint.</summary>
    public EndpointReference Endpoint { get; }

    /// <summary>Gets which part of the address it stands for.</summary>
    public EndpointProperty Property { get; }

    /// <inheritdoc/>
    public string ValueExpression
    {
        get
        {
            string part = Property.ToString();
            return $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{char.ToLowerInvariant(part[0])}{part[1..]}}}";
        }
    }

    /// <inheritdoc/>
    public IEnumerable<object> References => [Endpoint];

    /// <summary>Gets the part of the address in a running application.</summary>
    /// <param name="context">The running application.</param>
    /// <param name="cancellationToken">Not used: addresses are known before anything starts.</param>
    /// <returns>The part as text.</returns>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        AllocatedEndpoint at = context.Endpoints.Get(context.Current(Endpoint.Resource), Endpoint.EndpointName, Endpoint.Replica);
        return new(Property switch
        {
            EndpointProperty.Url => $"{at.Scheme}://{at.Address}",
            EndpointProperty.Host or EndpointProperty.IPV4Host => at.Address.Address.ToString(),
            EndpointProperty.Port or EndpointProperty.TargetPort => at.Address.Port.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.Scheme => at.Scheme,
            EndpointProperty.HostAndPort => at.Address.ToString(),
            _ => throw new UnreachableException(),
        });
    }
}
