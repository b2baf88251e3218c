using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>Which launch profile a project was asked to run with, and what was found.</summary>
internal sealed record LaunchProfileAnnotation : IResourceAnnotation, IModelCheck
{
    public required LaunchSettings Settings { get; init; }

    public required string? Asked { get; init; }

    public required LaunchProfile? Profile { get; init; }

    public IEnumerable<ModelProblem> Check(ApplicationModel model, IResource resource)
    {
        if (Settings.Problem is { } why)
        {
            yield return ModelProblems.BadLaunchSettings(resource.Name, Settings.File, why);
        }
        else if (Asked is not null && Profile is null)
        {
            yield return ModelProblems.UnknownLaunchProfile(resource.Name, Asked, Settings.File, Settings.Exists, [.. Settings.Profiles.Select(p => p.Name)]);
        }

        foreach ((string text, _) in Profile?.Addresses().Where(a => a.Address is null) ?? [])
        {
            yield return ModelProblems.BadLaunchSettings(
                resource.Name,
                Settings.File,
                $"the applicationUrl of the profile '{Profile?.Name}' names '{text}', which is not an address such as 'http://localhost:5000'.");
        }
    }
}
