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
