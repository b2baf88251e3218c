using TestOrchestrator.AppModel.Arguments;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.References;
using TestOrchestrator.AppModel.Validation;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.AppModel.Containers;

/// <summary>A container that the application runs. Only the lane <c>containers</c> can run it.</summary>
public sealed class ContainerResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IContainerResource, IModelCheck
{
    internal ContainerResource(string name, string image, string tag)
        : base(name)
    {
        Image = image;
        Tag = tag;
    }

    /// <summary>Gets the name of the image, without its tag.</summary>
    public string Image { get; }

    /// <summary>Gets the tag of the image.</summary>
    public string Tag { get; }

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource) =>
        string.IsNullOrWhiteSpace(Image) ? [ModelProblems.NoImage(Name)] : [];
}
