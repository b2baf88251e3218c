namespace TestOrchestrator.AppModel.Startup;

/// <summary>A resource does not start with the application: somebody starts it.</summary>
public sealed record ExplicitStartupAnnotation : IResourceAnnotation;
