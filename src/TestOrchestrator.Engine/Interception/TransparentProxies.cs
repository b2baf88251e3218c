using System.Net;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Interception;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Interception;

/// <summary>Leads what programs connect to outside of this machine to proxies that the programs do not know of. Thread-safe.</summary>
public static class TransparentProxies
{
    /// <summary>Tells whether this machine lets this process do so. Nothing is started or changed.</summary>
    /// <returns>Null if it does, else what is in the way and what would help, in full sentences.</returns>
    public static string? WhyNot() => KernelOffer.Ask().WhyNot();

    /// <summary>Finds the proxy of a resource.</summary>
    /// <param name="context">The resource.</param>
    /// <param name="user">As whom it runs, if somebody said so.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Where it listens; null if the resource has none.</returns>
    internal static async Task<IPEndPoint?> OfAsync(ResourceContext context, UnprivilegedUser? user, CancellationToken cancellationToken)
    {
        if (!context.Resource.TryGetLastAnnotation(out TransparentProxyAnnotation? stated))
        {
            return null;
        }

        if (KernelOffer.Ask().WhyNot(ofSomebodyElse: user?.FileOwner is not null) is { } reason)
        {
            throw TransparentProxyErrors.NotHere(context.Name, reason);
        }

        Uri address = new(await context.GetValueAsync(stated.Proxy, cancellationToken).ConfigureAwait(false));
        return new(IPAddress.Parse(address.Host), address.Port);
    }
}
