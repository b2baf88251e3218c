using System.Collections;

namespace TestOrchestrator.AppModel;

/// <summary>The annotations of one resource, in the order in which they were added.</summary>
/// <remarks>Not thread-safe until the model is built; read-only and thread-safe from then on.</remarks>
public sealed class ResourceAnnotationCollection : IReadOnlyList<IResourceAnnotation>
{
    private readonly List<IResourceAnnotation> _annotations = [];
    private bool _frozen;

    /// <summary>Gets the number of annotations.</summary>
    public int Count => _annotations.Count;

    /// <summary>Gets the annotation at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public IResourceAnnotation this[int index] => _annotations[index];

    /// <summary>Adds an annotation after those that are there.</summary>
    /// <param name="annotation">The fact to add.</param>
    /// <exception cref="InvalidOperationException">The model was already built.</exception>
    public void Add(IResourceAnnotation annotation)
    {
        ArgumentNullException.ThrowIfNull(annotation);
        FrozenModel.ThrowIf(_frozen);
        _annotations.Add(annotation);
    }

    /// <summary>Removes the annotations for which <paramref name="match"/> is true.</summary>
    /// <param name="match">Tells which annotations go.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="InvalidOperationException">The model was already built.</exception>
    public int RemoveAll(Predicate<IResourceAnnotation> match)
    {
        FrozenModel.ThrowIf(_frozen);
        return _annotations.RemoveAll(match);
    }

    /// <summary>Changes the annotations of a type where they stand.</summary>
    internal void Update<T>(Func<T, T> change)
        where T : IResourceAnnotation
    {
        FrozenModel.ThrowIf(_frozen);
        for (int i = 0; i < _annotations.Count; i++)
        {
            _annotations[i] = _annotations[i] is T annotation ? change(annotation) : _annotations[i];
        }
    }

    /// <summary>Returns an enumerator over the annotations in the order in which they were added.</summary>
    public IEnumerator<IResourceAnnotation> GetEnumerator() => _annotations.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Freeze() => _frozen = true;
}
