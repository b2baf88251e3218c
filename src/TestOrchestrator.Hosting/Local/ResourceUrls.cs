using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Makes the URLs of a resource out of its endpoints, as Aspire's orchestrator does when endpoints are allocated. Stateless.
/// </summary>
internal static class ResourceUrls
{
    /// <summary>Runs the callbacks of a resource, and leaves its URLs as annotations.</summary>
    public static async Task ProcessAsync(
        IResource resource,
        DistributedApplicationExecutionContext context,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        List<ResourceUrlAnnotation> urls = [];
        if (resource is IResourceWithEndpoints withEndpoints)
        {
            urls.AddRange(
                from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
                where endpoint.AllocatedEndpoint is not null
                select new ResourceUrlAnnotation { Url = endpoint.AllocatedEndpoint!.UriString, Endpoint = new(withEndpoints, endpoint) });
        }

        foreach (ResourceUrlAnnotation given in resource.Annotations.OfType<ResourceUrlAnnotation>().ToArray())
        {
            urls.Add(given);
            resource.Annotations.Remove(given);
        }

        try
        {
            ResourceUrlsCallbackContext urlContext = new(context, resource, urls, cancellationToken) { Logger = logger };
            foreach (ResourceUrlsCallbackAnnotation callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToArray())
            {
                await callback.Callback(urlContext).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // As in Aspire: a callback that fails costs the URLs, and not the resource.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
#pragma warning disable CA1848, CA1873 // It happens once.
            logger.LogError(e, "An error occurred while processing URLs for resource '{ResourceName}'", resource.Name);
#pragma warning restore CA1848, CA1873
        }

        foreach (ResourceUrlAnnotation url in urls)
        {
            if (url.Endpoint is { IsAllocated: true } endpoint && url.Url.StartsWith('/'))
            {
                url.Url = $"{endpoint.Url.TrimEnd('/')}{url.Url}";
            }

            resource.Annotations.Add(url);
        }
    }

    /// <summary>Makes the URLs for a snapshot.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="isRunning">
    /// Whether the resource runs; null before its first start, when only the URLs of its endpoints are inactive.
    /// </param>
    public static ImmutableArray<UrlSnapshot> Snapshots(IResource resource, bool? isRunning) =>
    [
        .. resource.Annotations.OfType<ResourceUrlAnnotation>().Select(url =>
            new UrlSnapshot(url.Endpoint?.EndpointName, url.Url, url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
            {
                IsInactive = isRunning is { } running ? !running : url.Endpoint is not null,
                DisplayProperties = new(url.DisplayText ?? "", url.DisplayOrder ?? 0),
            }),
    ];
}
