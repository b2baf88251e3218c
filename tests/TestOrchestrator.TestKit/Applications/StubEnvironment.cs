using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.TestKit.Applications;

/// <summary>The environment of an app host that is only described.</summary>
internal sealed class StubEnvironment : IHostEnvironment
{
    public string EnvironmentName { get; set; } = Environments.Development;

    public string ApplicationName { get; set; } = "AppHost";

    public string ContentRootPath { get; set; } = "/";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
