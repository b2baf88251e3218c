using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.AppModel.Tests.Kit;

internal sealed class TestHostEnvironment(string environment, string directory) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = environment;

    public string ApplicationName { get; set; } = "AppHost";

    public string ContentRootPath { get; set; } = directory;

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
