using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.Proxy.Clients;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>The environment variables that point a resource at a proxy.</summary>
internal static class ProxyVariables
{
    private static readonly Uri s_anyProxy = new("http://127.0.0.1:1");

    public static void Add(EnvironmentCallbackContext context, InterceptingProxyResource proxy)
    {
        foreach (string name in For(s_anyProxy).Keys)
        {
            context.EnvironmentVariables[name] = new Variable(name, proxy);
        }
    }

    /// <summary>Adds what a resource needs that is led to a proxy without its knowledge: trust, and no proxy of its own, which it may have inherited.</summary>
    public static void AddTransparent(EnvironmentCallbackContext context)
    {
        IReadOnlyDictionary<string, string> trust = ProxyEnvironment.ForTrust(UserAuthority.OfUser.Authority);
        foreach (string name in For(s_anyProxy).Keys)
        {
            context.EnvironmentVariables[name] = trust.GetValueOrDefault(name, "");
        }

        // A name with a dot is asked for as it is before anything is appended to it, or it would be known to the proxy with that.
        context.EnvironmentVariables["RES_OPTIONS"] = "ndots:1";
    }

    // The proxy has the address of its application, which every other resource of it has, too.
    private static IReadOnlyDictionary<string, string> For(Uri proxy) =>
        ProxyEnvironment.For(proxy, [proxy.Host, "localhost", "127.0.0.1", "::1"], UserAuthority.OfUser.Authority);

    private sealed class Variable(string name, InterceptingProxyResource proxy) : IValueProvider, IManifestExpressionProvider
    {
        public string ValueExpression => proxy.PrimaryEndpoint.ValueExpression;

        public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
            For(new(await proxy.PrimaryEndpoint.GetValueAsync(context, cancellationToken).ConfigureAwait(false) ?? ""))[name];
    }
}
