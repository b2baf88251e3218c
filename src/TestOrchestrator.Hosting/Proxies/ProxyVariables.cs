using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Proxy.Clients;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>Sets the variables by which programs find a proxy and trust its authority.</summary>
internal static class ProxyVariables
{
    private static readonly Uri s_anyProxy = new("http://127.0.0.1:1");

    public static void Add(EnvironmentCallbackContext context, InterceptingProxyResource proxy)
    {
        if (!context.ExecutionContext.IsPublishMode)
        {
            foreach (string name in For(s_anyProxy).Keys)
            {
                context.EnvironmentVariables[name] = new ProxyVariable(name, proxy) { Values = For };
            }
        }
    }

    public static void AddTransparent(EnvironmentCallbackContext context)
    {
        if (context.ExecutionContext.IsPublishMode)
        {
            return;
        }

        IReadOnlyDictionary<string, string> trust = ProxyEnvironment.ForTrust(UserAuthority.OfUser.Authority);
        foreach (string name in For(s_anyProxy).Keys)
        {
            context.EnvironmentVariables[name] = trust.GetValueOrDefault(name, "");
        }

        // A name with a dot is asked for as it is before anything is appended to it, or the proxy would know it with that.
        context.EnvironmentVariables["RES_OPTIONS"] = "ndots:1";
    }

    // The proxy has the address of its application, which every other resource of it has, too.
    private static IReadOnlyDictionary<string, string> For(Uri proxy) =>
        ProxyEnvironment.For(proxy, [.. new[] { proxy.Host, "localhost", "127.0.0.1", "::1" }.Distinct()], UserAuthority.OfUser.Authority);
}
