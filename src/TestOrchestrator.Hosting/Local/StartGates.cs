using Aspire.Hosting.ApplicationModel;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Lets the first start of a resource with several replicas be announced once for all of them. Thread-safe.</summary>
internal sealed class StartGates
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IResource, (Task Announced, int Left)> _first = [];
    private readonly HashSet<IResource> _begun = [];

    /// <summary>Announces the start of an instance.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="replicas">How many instances it has.</param>
    /// <param name="announce">Announces it; is told whether it is the first start, of all instances together.</param>
    public Task EnterAsync(IResource resource, int replicas, Func<bool, Task> announce)
    {
        if (replicas == 1)
        {
            return announce(false);
        }

        lock (_gate)
        {
            if (_first.TryGetValue(resource, out (Task Announced, int Left) first))
            {
                _first[resource] = (first.Announced, first.Left - 1);
                if (first.Left == 1)
                {
                    _first.Remove(resource);
                }

                return first.Announced;
            }

            bool isFirst = _begun.Add(resource);
            Task announced = Task.Run(() => announce(isFirst));
            if (isFirst)
            {
                _first[resource] = (announced, replicas - 1);
            }

            return announced;
        }
    }
}
