namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>A resource that listens on endpoints.</summary>
public interface IResourceWithEndpoints : IResource;
