using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Containers need a container engine, which only the lane for them has.</summary>
internal sealed class ContainerProvider : IResourceProvider
{
    public static ContainerProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => lane == Lane.Containers
        ? $"'{resource.Name}' is a container, and this version has no container engine yet. Use AddExecutable, or replace the resource in the tests (ConfigureApp)."
        : $"'{resource.Name}' is a container, which only the lane '{Lane.Containers}' can run. Use AddExecutable, or replace the resource in the tests (ConfigureApp).";

    public IResourceRuntime Create(ResourceContext context) => throw new System.Diagnostics.UnreachableException();
}
