using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Evidence;

/// <summary>The HAR files of an application: <c>traffic.har</c>, or one per proxy where there are several.</summary>
internal static class TrafficFiles
{
    public static IEnumerable<(string Name, string Path)> Of(ClassApp app) => app.ProxyRoots.Keys.Select(name =>
        (name, Path.Combine(app.Application.Directory, app.ProxyRoots.Count == 1 ? "traffic.har" : $"traffic-{name}.har")));

    public static async Task WriteAsync(ClassApp app)
    {
        foreach ((string name, string path) in Of(app))
        {
            ProxyScope root = app.ProxyRoots[name];
            await root.WriteHarAsync(path).ConfigureAwait(false);
        }
    }
}
