using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>Runs an intercepting proxy: inside this process, in every lane, so that tests speak to it directly.</summary>
internal sealed class InterceptingProxyProvider : IResourceProvider
{
    public static InterceptingProxyProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => null;

    public IResourceRuntime Create(ResourceContext context) => new InterceptingProxyRuntime(context);
}
