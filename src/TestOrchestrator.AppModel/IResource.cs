namespace TestOrchestrator.AppModel;

/// <summary>One thing in an application: a project, an executable, a database, a cache, a proxy, a parameter.</summary>
/// <remarks>
/// A resource says what is wanted, never what runs. It is written by one thread until the model is built, and read-only
/// and thread-safe from then on.
/// </remarks>
public interface IResource
{
    /// <summary>Gets the name, unique in its application without regard to case.</summary>
    /// <value>Not validated before the model is built: every problem of a model is reported at once.</value>
    string Name { get; }

    /// <summary>Gets the facts that are known about the resource.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
