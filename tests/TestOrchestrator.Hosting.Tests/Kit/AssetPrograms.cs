namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>Programs of tests/Assets, built with the tests.</summary>
internal static class AssetPrograms
{
    public static string DirectClient { get; } = PathOf("DirectClient");

    /// <summary>Gets the path of a program that answers every connection as an HTTP server would.</summary>
    public static string PortListener { get; } = PathOf("PortListener");

    private static string PathOf(string name) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{name}.dll"));
}
