using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Containers;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Knows what a container says that runs as one, because the local engine has no program for its image. Stateless.</summary>
internal static class AnyContainer
{
    /// <summary>Gets the port that a container listens on.</summary>
    /// <value>Null if it states none.</value>
    public static int? PortOf(EndpointAnnotation endpoint) => endpoint.TargetPort ?? (endpoint.Port is 0 ? null : endpoint.Port);

    /// <summary>Finds what a container asks for that the local engine cannot do.</summary>
    public static IEnumerable<DefinitionProblem> Problems(IResource resource)
    {
        if (resource.Annotations.OfType<TransparentProxyAnnotation>().Any())
        {
            string message = $"'{resource.Name}' has WithTransparentProxy and is a container, whose connections cannot be led to a proxy. "
                + "Use WithProxy.";
            yield return new() { Code = "TO1134", Unit = resource.Name, Message = message };
        }

        foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => PortOf(e) is null))
        {
            yield return new()
            {
                Code = "TO1135",
                Unit = resource.Name,
                Message = $"The endpoint '{endpoint.Name}' of the container '{resource.Name}' does not say which port it listens on. "
                    + "Give it a targetPort.",
            };
        }
    }

    /// <summary>Lists what the engine does otherwise than DCP.</summary>
    /// <returns>Full sentences.</returns>
    public static IEnumerable<string> Notes(IResource resource)
    {
        IEnumerable<ContainerMountAnnotation> mounts = resource.Annotations.OfType<ContainerMountAnnotation>();
        foreach (ContainerMountAnnotation volume in mounts.Where(m => m is { Type: ContainerMountType.Volume, Source: not null }))
        {
            yield return $"The volume '{volume.Source}' is this application's alone: it begins empty, and ends with the application.";
        }

        if (resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>().Any())
        {
            yield return "Its arguments of the container engine (WithContainerRuntimeArgs) have no effect: "
                + "they are options of a command, and the engine's API is used.";
        }

        if (resource.Annotations.OfType<ContainerNameAnnotation>().Any())
        {
            yield return "Its container has a name of its application's own: WithContainerName has no effect.";
        }
    }

    /// <summary>Makes what runs a container.</summary>
    public static ContainerProvider Provider(
        IResource resource,
        ContainerEngineApi engine,
        Func<UnitContext, IReadOnlyCollection<FileInContainer>> files) => new()
    {
        Engine = engine,
        Image = resource.TryGetContainerImageName(out string? image) ? image : "",
        Pull = resource.Annotations.OfType<ContainerImagePullPolicyAnnotation>().LastOrDefault()?.ImagePullPolicy switch
        {
            ImagePullPolicy.Always => ImagePull.Always,
            ImagePullPolicy.Never => ImagePull.Never,
            _ => ImagePull.Missing,
        },
        Entrypoint = (resource as ContainerResource)?.Entrypoint,
        Ports = resource.Annotations.OfType<EndpointAnnotation>()
            .ToImmutableDictionary(e => e.Name, e => PortOf(e) ?? 0, UnitName.Comparer),
        Mounts =
        [
            .. resource.Annotations.OfType<ContainerMountAnnotation>()
                .Select(m => new ContainerMount(m.Source, m.Target, m.Type == ContainerMountType.Volume, m.IsReadOnly)),
        ],
        Aliases = [.. resource.Annotations.OfType<ContainerNetworkAliasAnnotation>().Select(a => a.Alias)],
        Files = (unit, _) => Task.FromResult(files(unit)),
    };
}
