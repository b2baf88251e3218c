namespace TestOrchestrator.AppModel.Relations;

/// <summary>A resource that lives inside another: a database in its server. It starts after its parent is ready.</summary>
public interface IResourceWithParent : IResource
{
    /// <summary>Gets the resource that it lives in.</summary>
    IResource Parent { get; }
}
