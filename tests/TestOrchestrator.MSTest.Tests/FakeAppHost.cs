using Aspire.Hosting;

namespace TestOrchestrator.MSTest.Tests;

/// <summary>Takes the place of the class that the build generates for an app host.</summary>
public sealed class FakeAppHost : IProjectMetadata
{
    public string ProjectPath => "/src/AppHost/AppHost.csproj";
}
