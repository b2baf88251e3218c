using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.AppModel.Validation;

/// <summary>Finds resources that wait for each other. A child waits for its parent, too.</summary>
internal static class WaitCycles
{
    public static IEnumerable<IReadOnlyList<string>> Find(ApplicationModel model)
    {
        HashSet<string> done = new(ResourceName.Comparer);
        List<IReadOnlyList<string>> cycles = [];
        foreach (IResource resource in model.Resources)
        {
            Visit(model, resource, [], done, cycles);
        }

        return cycles;
    }

    private static void Visit(ApplicationModel model, IResource resource, List<string> path, HashSet<string> done, List<IReadOnlyList<string>> cycles)
    {
        int start = path.FindIndex(name => ResourceName.Comparer.Equals(name, resource.Name));
        if (start >= 0)
        {
            cycles.Add(path[start..]);
            return;
        }

        if (done.Contains(resource.Name))
        {
            return;
        }

        path.Add(resource.Name);
        foreach (IResource dependency in WaitsFor(resource))
        {
            Visit(model, model.Current(dependency), path, done, cycles);
        }

        path.RemoveAt(path.Count - 1);
        done.Add(resource.Name);
    }

    private static IEnumerable<IResource> WaitsFor(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource)
            .Concat(resource is IResourceWithParent child ? [child.Parent] : []);
}
