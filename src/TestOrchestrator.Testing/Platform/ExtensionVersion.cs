namespace TestOrchestrator.Testing.Platform;

/// <summary>The version that the extension reports of itself.</summary>
internal static class ExtensionVersion
{
    public static string Text { get; } = typeof(ExtensionVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
