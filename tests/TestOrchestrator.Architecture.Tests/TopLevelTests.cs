namespace TestOrchestrator.Architecture.Tests;

[TestClass]
public sealed class TopLevelTests
{
    [TestMethod]
    public void The_top_level_stays_as_agreed()
    {
        string[] visible = [.. Directory.EnumerateFileSystemEntries(Repo.Root)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal)];

        CollectionAssert.AreEqual(
            new[] { "AppHost", "Directory.Packages.props", "LICENSE", "README.md", "TestOrchestrator.sln", "eng", "global.json", "src", "tests" },
            visible);
    }
}
