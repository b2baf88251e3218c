using TestOrchestrator.AppModel;
using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>A proxy that each test records, or is answered from what it recorded.</summary>
internal sealed record RecordingAnnotation : IResourceAnnotation
{
    public required Func<RecordingOptions, RecordingOptions> Configure { get; init; }
}
