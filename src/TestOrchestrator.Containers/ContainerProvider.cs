using System.Collections.Immutable;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Containers.Providers;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Containers;

/// <summary>
/// Runs a container of any image. Each start makes a new one; its endpoints are published on the address of the application. It is in the
/// network of the application, whose unit it depends on (<see cref="ContainerNetworkProvider"/>). Immutable.
/// </summary>
public sealed record ContainerProvider : IUnitProvider
{
    /// <summary>Gets the container engine.</summary>
    public required ContainerEngineApi Engine { get; init; }

    /// <summary>Gets the image, such as <c>docker.io/library/nginx:1.29</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Gets when the image is pulled.</summary>
    /// <value>The default is <see cref="ImagePull.Missing"/>.</value>
    public ImagePull Pull { get; init; }

    /// <summary>Gets the entry point.</summary>
    /// <value>The default is null: that of the image.</value>
    public string? Entrypoint { get; init; }

    /// <summary>Gets the ports that the program listens on inside of the container, by the names of the unit's endpoints.</summary>
    public ImmutableDictionary<string, int> Ports { get; init; } = [];

    /// <summary>Gets the mounts.</summary>
    public ImmutableArray<ContainerMount> Mounts { get; init; } = [];

    /// <summary>Gets the names by which other containers of the application find it, beside the name of its unit.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Makes the files that are put into the container. Called after the configuration was resolved.</summary>
    public Func<UnitContext, CancellationToken, Task<IReadOnlyCollection<FileInContainer>>> Files { get; init; } =
        static (_, _) => Task.FromResult<IReadOnlyCollection<FileInContainer>>([]);

    /// <summary>Gets the dependency of every container: the network of its application.</summary>
    public static DependencyDefinition Dependency { get; } = new() { Unit = ContainerNetworkProvider.UnitName };

    /// <inheritdoc/>
    public IUnitRuntime Create(UnitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ContainerRuntime(context, this);
    }
}

/// <summary>When an image is pulled.</summary>
public enum ImagePull
{
    /// <summary>When the container engine does not have it.</summary>
    Missing,

    /// <summary>Before each start.</summary>
    Always,

    /// <summary>Never: the container engine must have it.</summary>
    Never,
}

/// <summary>A directory that a container shares. Immutable.</summary>
/// <param name="Source">
/// A directory or file of this machine, or the name of a volume of the application; null for a volume of the container alone.
/// </param>
/// <param name="Target">Where it is in the container.</param>
/// <param name="IsVolume">Whether it is a volume.</param>
/// <param name="IsReadOnly">Whether the container may only read it.</param>
public sealed record ContainerMount(string? Source, string Target, bool IsVolume, bool IsReadOnly);

/// <summary>A file or directory that is put into a container before it starts. Immutable.</summary>
/// <param name="Path">Where it is in the container: a full path.</param>
/// <param name="Content">What the file holds; null for a directory.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Owner">The number of its owner.</param>
/// <param name="Group">The number of its group.</param>
public sealed record FileInContainer(string Path, ReadOnlyMemory<byte>? Content, UnixFileMode Mode, int Owner, int Group);
