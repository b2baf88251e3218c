namespace TestOrchestrator.AppModel;

/// <summary>The base of resources: a name and annotations.</summary>
/// <remarks>Not thread-safe until the model is built, thread-safe from then on.</remarks>
public abstract class Resource : IResource
{
    /// <summary>Creates a resource.</summary>
    /// <param name="name">The name, unique in its application without regard to case.</param>
    protected Resource(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ResourceAnnotationCollection Annotations { get; } = [];

    /// <summary>Returns the kind and the name, such as <c>ProjectResource 'api'</c>.</summary>
    public override string ToString() => $"{GetType().Name} '{Name}'";
}
