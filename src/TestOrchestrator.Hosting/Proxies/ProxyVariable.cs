using Aspire.Hosting.ApplicationModel;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>The value of one variable by which a program finds a proxy and trusts its authority. Immutable.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Proxy">The proxy.</param>
internal sealed record ProxyVariable(string Name, InterceptingProxyResource Proxy) : IValueProvider, IManifestExpressionProvider
{
    /// <summary>Makes the values of all variables from the address of the proxy.</summary>
    public required Func<Uri, IReadOnlyDictionary<string, string>> Values { get; init; }

    /// <summary>Finds the proxy for the program.</summary>
    /// <value>Null: the program is given the endpoint of the proxy, as Aspire has it for the program's network.</value>
    public Func<InterceptingProxyResource, CancellationToken, Task<Uri>>? Reach { get; init; }

    public string ValueExpression => ((IManifestExpressionProvider)Proxy.PrimaryEndpoint).ValueExpression;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => GetValueAsync(new(), cancellationToken);

    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        Uri address = Reach is { } reach
            ? await reach(Proxy, cancellationToken).ConfigureAwait(false)
            : new(await Proxy.PrimaryEndpoint.GetValueAsync(context, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The endpoint of '{Proxy.Name}' is not allocated."));
        return Values(address)[Name];
    }
}
