using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.Hosting.Building;

/// <summary>The environment of an app host. Not thread-safe, as an application model is written by one thread.</summary>
internal sealed class AppHostEnvironment : IHostEnvironment
{
    private IFileProvider? _files;

    public required string EnvironmentName { get; set; }

    public required string ApplicationName { get; set; }

    public required string ContentRootPath { get; set; }

    public IFileProvider ContentRootFileProvider
    {
        get => _files ??= new PhysicalFileProvider(ContentRootPath);
        set => _files = value;
    }
}
