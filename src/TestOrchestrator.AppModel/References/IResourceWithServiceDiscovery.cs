using TestOrchestrator.AppModel.Endpoints;

namespace TestOrchestrator.AppModel.References;

/// <summary>A resource whose endpoints others find by its name.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;
