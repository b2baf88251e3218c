using TestOrchestrator.AppModel;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>A proxy whose clients may do nothing that it has no answer for.</summary>
internal sealed record StrictTrafficAnnotation : IResourceAnnotation;
