namespace TestOrchestrator.AppModel.Waiting;

/// <summary>A resource that can wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;
