using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TestOrchestrator.AppModel.Names;

namespace TestOrchestrator.AppModel;

/// <summary>The resources of an application that is being described, in the order in which they were added.</summary>
/// <remarks>Not thread-safe until the model is built; read-only and thread-safe from then on. Names are compared without regard to case.</remarks>
public sealed class ResourceCollection : IReadOnlyList<IResource>
{
    private readonly List<IResource> _resources = [];
    private bool _frozen;

    /// <summary>Gets the number of resources.</summary>
    public int Count => _resources.Count;

    /// <summary>Gets the resource at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public IResource this[int index] => _resources[index];

    /// <summary>Adds a resource. A name that is taken is reported when the model is built, with all other problems.</summary>
    /// <param name="resource">The resource.</param>
    /// <exception cref="InvalidOperationException">The model was already built.</exception>
    public void Add(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        FrozenModel.ThrowIf(_frozen);
        _resources.Add(resource);
    }

    /// <summary>Removes a resource. What still refers to its name needs another resource of that name.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="InvalidOperationException">The model was already built.</exception>
    public bool Remove(IResource resource)
    {
        FrozenModel.ThrowIf(_frozen);
        return _resources.Remove(resource);
    }

    /// <summary>Finds the resource of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="resource">The resource, or null if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource)
    {
        resource = _resources.Find(r => ResourceName.Comparer.Equals(r.Name, name));
        return resource is not null;
    }

    /// <summary>Returns an enumerator over the resources in the order in which they were added.</summary>
    public IEnumerator<IResource> GetEnumerator() => _resources.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Freeze() => _frozen = true;
}
