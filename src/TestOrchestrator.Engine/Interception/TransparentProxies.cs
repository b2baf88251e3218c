using System.Net;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Interception;

/// <summary>Leads what programs connect to outside of this machine to proxies that the programs do not know of. Thread-safe.</summary>
public static class TransparentProxies
{
    /// <summary>Tells whether this machine lets this process do so. Nothing is started or changed.</summary>
    /// <returns>Null if it does, else what is in the way and what would help, in full sentences.</returns>
    public static string? WhyNot() => KernelOffer.Ask().WhyNot();

    /// <summary>Finds the proxy that the connections of a program are led to.</summary>
    /// <returns>Where it is; null if they are not.</returns>
    internal static IPEndPoint? Of(UnitContext context, UnitConfiguration configuration, UnprivilegedUser? user) =>
        !context.Unit.HasTransparentProxy ? null
        : KernelOffer.Ask().WhyNot(ofSomebodyElse: user?.FileOwner is not null) is { } reason ? throw TransparentProxyErrors.NotHere(context.Name, reason)
        : configuration.TransparentProxy;
}
