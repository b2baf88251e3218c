namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>The real curl, which knows nothing of us.</summary>
internal static class Curl
{
    /// <summary>Skips the test where the machine has none.</summary>
    public static void OrSkip()
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (!path.Any(directory => File.Exists(Path.Combine(directory, "curl"))))
        {
            Assert.Inconclusive("There is no curl on this machine.");
        }
    }
}
