namespace TestOrchestrator.AppModel.Containers;

/// <summary>A resource that is a container in the lane <c>containers</c> and under Aspire. Other lanes may run it in another way, as they do PostgreSQL and Redis.</summary>
public interface IContainerResource : IResource;
