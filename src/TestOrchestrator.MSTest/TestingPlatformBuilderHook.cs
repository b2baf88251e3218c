using Microsoft.Testing.Platform.Builder;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.MSTest;

/// <summary>Tells the extension that MSTest runs the tests. The build calls it from the generated entry point.</summary>
public static class TestingPlatformBuilderHook
{
    /// <summary>Registers MSTest. Starts nothing: it is also called in processes that run no tests.</summary>
    /// <param name="builder">The test application.</param>
    /// <param name="args">Its arguments.</param>
    public static void AddExtensions(ITestApplicationBuilder builder, string[] args) => TestSession.Register(new MSTestFramework());
}
