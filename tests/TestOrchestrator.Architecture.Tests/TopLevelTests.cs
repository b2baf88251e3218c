namespace TestOrchestrator.Architecture.Tests;

[TestClass]
public sealed class TopLevelTests
{
    // Written by test runs and benchmarks, and ignored by git.
    private static readonly string[] s_generated = ["BenchmarkDotNet.Artifacts", "TestResults", "artifacts"];

    [TestMethod]
    public void The_top_level_stays_as_agreed()
    {
        string[] visible = [.. Directory.EnumerateFileSystemEntries(Repo.Root)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.') && !s_generated.Contains(name))
            .Order(StringComparer.Ordinal)];

        Assert.AreEqual(
            "AppHost, Directory.Packages.props, LICENSE, README.md, TestOrchestrator.sln, eng, global.json, src, tests",
            string.Join(", ", visible));
    }
}
