using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace TestOrchestrator.Hosting.Local;

/// <summary>One instance of a resource that the engine runs: the resource itself, or one of its replicas. Thread-safe.</summary>
internal sealed class ResourceInstance(IResource resource, string id, string unit, int replica)
{
    private readonly TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IResource Resource => resource;

    /// <summary>Gets the id that Aspire knows the instance by, such as <c>api-fzxbqtwk</c>.</summary>
    public string Id => id;

    /// <summary>Gets the last part of the id, which telemetry names the instance by.</summary>
    public string Suffix => id.Length > resource.Name.Length + 1 ? id[(resource.Name.Length + 1)..] : id;

    /// <summary>Gets the name of the unit.</summary>
    public string Unit => unit;

    /// <summary>Gets which of the resource's replicas it is, from 0.</summary>
    public int Replica => replica;

    /// <summary>Gets a task that ends when the instance runs, has failed, or was found not to start by itself.</summary>
    public Task Created => _created.Task;

    /// <summary>Gets what it was started with the last time.</summary>
    public ResolvedLaunch Launch { get; set; } = ResolvedLaunch.None;

    /// <summary>Gets the files that are put into its container, as they were made with <see cref="Launch"/>.</summary>
    public IReadOnlyCollection<Containers.FileInContainer> Files { get; set; } = [];

    public void SetCreated() => _created.TrySetResult();
}

/// <summary>What an instance was started with, for its snapshot. Immutable.</summary>
internal sealed record ResolvedLaunch
{
    public static ResolvedLaunch None { get; } = new();

    public ImmutableArray<EnvironmentVariableSnapshot> Environment { get; init; } = [];

    public ImmutableArray<(string Value, bool IsSensitive)> Arguments { get; init; } = [];
}
