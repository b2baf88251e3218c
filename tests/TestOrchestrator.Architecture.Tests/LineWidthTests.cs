namespace TestOrchestrator.Architecture.Tests;

[TestClass]
public sealed class LineWidthTests
{
    private const int Columns = 140;

    // How many there were when this was first counted. Lower it whenever there are fewer.
    private const int Allowed = 1407;

    [TestMethod]
    public void There_are_no_more_wide_lines_than_there_were()
    {
        (string File, int Count)[] wide = [.. Repo.Sources(Repo.Src)
            .Select(path => (File: Path.GetRelativePath(Repo.Root, path), Count: File.ReadLines(path).Count(line => line.Length > Columns)))
            .Where(f => f.Count > 0)
            .OrderByDescending(f => f.Count)];
        int count = wide.Sum(f => f.Count);

        IEnumerable<string> widest = wide.Take(10).Select(f => $"  {f.File}: {f.Count}");
        Assert.IsLessThanOrEqualTo(
            Allowed,
            count,
            $"{count} lines have more than {Columns} columns, {Allowed} were there before. Most are in:\n{string.Join('\n', widest)}\n");
    }
}
