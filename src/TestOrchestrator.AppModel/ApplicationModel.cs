using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel;

/// <summary>A complete, checked description of an application. Immutable and thread-safe.</summary>
public sealed class ApplicationModel
{
    private readonly Dictionary<string, IResource> _byName;

    internal ApplicationModel(string appHostDirectory, IEnumerable<IResource> resources)
    {
        AppHostDirectory = appHostDirectory;
        Resources = [.. resources];
        _byName = new(ResourceName.Comparer);
        foreach (IResource resource in Resources)
        {
            _byName.TryAdd(resource.Name, resource);
        }
    }

    /// <summary>Gets the directory of the app host's project file.</summary>
    public string AppHostDirectory { get; }

    /// <summary>Gets the resources in the order in which they were added.</summary>
    public ImmutableArray<IResource> Resources { get; }

    /// <summary>Completes a model: nothing can be added to it or its resources any more.</summary>
    /// <param name="builder">The described application.</param>
    /// <returns>The model.</returns>
    /// <exception cref="AppModelException">The model has mistakes; all of them are listed.</exception>
    public static ApplicationModel Build(IDistributedApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ApplicationModel model = new(builder.AppHostDirectory, builder.Resources);
        ImmutableArray<ModelProblem> problems = ModelValidator.Validate(model);
        if (problems.Length > 0)
        {
            throw new AppModelException(problems);
        }

        builder.Resources.Freeze();
        foreach (IResource resource in model.Resources)
        {
            resource.Annotations.Freeze();
        }

        return model;
    }

    /// <summary>Finds the resource of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="resource">The resource, or null if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out IResource? resource) => _byName.TryGetValue(name, out resource);

    /// <summary>Finds the resource of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The resource.</returns>
    /// <exception cref="AppModelException">There is none.</exception>
    public IResource Get(string name) => TryGet(name, out IResource? resource)
        ? resource
        : throw new AppModelException([ModelProblems.NoSuchResource(name, Resources.Select(r => r.Name))]);

    /// <summary>Tells whether a resource is given a value that another one has a part in, such as the address of an endpoint. What it only waits for does not count.</summary>
    /// <param name="resource">The resource that may refer to the other.</param>
    /// <param name="other">The other resource. A reference to its child, as of a database of a server, is one to it.</param>
    /// <returns>Whether it refers to it.</returns>
    public bool Refers(IResource resource, IResource other)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceWalk.OfValues(resource).Select(r => Current(r.Target)).Any(target => IsOrBelongsTo(target, other));
    }

    /// <summary>Gets the resource that stands in this model for one that a reference names: itself, or its replacement.</summary>
    /// <param name="resource">The resource that was referred to.</param>
    /// <returns>The resource of the same name in this model; the given one if there is none.</returns>
    public IResource Current(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return _byName.GetValueOrDefault(resource.Name, resource);
    }

    private bool IsOrBelongsTo(IResource target, IResource other) =>
        target == other || (target is IResourceWithParent { Parent: { } parent } && IsOrBelongsTo(Current(parent), other));
}
