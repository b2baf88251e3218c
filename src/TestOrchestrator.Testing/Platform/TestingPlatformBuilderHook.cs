using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Services;

namespace TestOrchestrator.Testing.Platform;

/// <summary>Registers the extension with the test platform. The build calls it from the generated entry point.</summary>
public static class TestingPlatformBuilderHook
{
    /// <summary>Registers the extension. Starts nothing: it is also called in processes that run no tests.</summary>
    /// <param name="builder">The test application.</param>
    /// <param name="args">Its arguments.</param>
    public static void AddExtensions(ITestApplicationBuilder builder, string[] args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        PendingSession pending = new();
        builder.CommandLine.AddProvider(static () => new OrchestratorOptions());
        CompositeExtensionFactory<OrchestratorExtension> extension = new(services => new(services, pending));
        builder.TestHost.AddTestSessionLifetimeHandler(extension);
        builder.TestHost.AddDataConsumer(extension);
        builder.TestHost.AddTestHostApplicationLifetime(services => new OrchestratorLifetime(services.GetCommandLineOptions(), services.GetConfiguration(), pending));
    }
}
