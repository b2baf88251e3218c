using System.Net;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Adds to the configuration of a program what our own extension methods have said of it. Stateless.</summary>
internal static class ProgramOptions
{
    public static async Task<UnitConfiguration> AddAsync(
        UnitConfiguration configuration,
        IResource resource,
        CancellationToken cancellationToken)
    {
        if (resource is ProjectResource project && !AspireInternals.Instance.HasLaunchTool(project)
            && project.GetProjectMetadata() is { IsFileBasedApp: true } file)
        {
            string[] run = ["run", "--file", Path.GetFullPath(file.ProjectPath), "--no-launch-profile", "--"];
            configuration = configuration with { Arguments = [.. run, .. configuration.Arguments] };
        }

        return configuration with
        {
            ReadyFiles = [.. resource.Annotations.OfType<ReadyFileAnnotation>().Select(a => a.Path)],
            ReadyCommands = [.. resource.Annotations.OfType<ReadyCommandAnnotation>().Select(a => a.Command)],
            TransparentProxy = resource.Annotations.OfType<TransparentProxyAnnotation>().LastOrDefault() is { } transparent
                ? await AddressOfAsync(transparent.Proxy, cancellationToken).ConfigureAwait(false)
                : null,
        };
    }

    private static async Task<IPEndPoint> AddressOfAsync(EndpointReference proxy, CancellationToken cancellationToken)
    {
        Uri url = new(await proxy.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException($"The endpoint of '{proxy.Resource.Name}' is not allocated."));
        return new(url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host), url.Port);
    }
}
