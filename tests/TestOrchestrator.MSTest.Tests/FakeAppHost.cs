using TestOrchestrator.AppModel.Projects;

namespace TestOrchestrator.MSTest.Tests;

/// <summary>Stands for the class that the build generates for an app host.</summary>
public sealed class FakeAppHost : IProjectMetadata
{
    public string ProjectPath => "/src/AppHost/AppHost.csproj";
}
