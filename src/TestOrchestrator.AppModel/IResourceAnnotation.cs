namespace TestOrchestrator.AppModel;

/// <summary>One fact about a resource. Implementations are immutable.</summary>
public interface IResourceAnnotation;
