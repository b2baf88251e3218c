using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Migrations;

[TestClass]
public sealed class SqlFilesTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public void Files_come_directory_by_directory_in_ordinal_order_of_their_names()
    {
        string late = _files.With("a-late", ("1.sql", ""), ("b.sql", ""), ("B.sql", ""), ("10.sql", ""), ("2.sql", ""), ("_.sql", ""), ("readme.md", ""));
        string early = _files.With("b-early", ("z.sql", ""));

        SqlFiles files = SqlFiles.Read([early, late]);

        Assert.AreEqual(
            "b-early/z.sql a-late/1.sql a-late/10.sql a-late/2.sql a-late/B.sql a-late/_.sql a-late/b.sql",
            string.Join(' ', files.Files.Select(f => Path.GetRelativePath(_files.Path, f.Path))));
    }

    [TestMethod]
    public void The_same_files_elsewhere_are_the_same_and_any_difference_is_one()
    {
        string hash = HashOf("original", ("1.sql", "SELECT 1"), ("2.sql", "SELECT 2"));

        Assert.AreEqual(hash, HashOf("elsewhere", ("1.sql", "SELECT 1"), ("2.sql", "SELECT 2")));
        foreach ((string File, string Text)[] other in new (string, string)[][]
        {
            [("1.sql", "SELECT 1"), ("2.sql", "SELECT  2")],
            [("1.sql", "SELECT 1"), ("3.sql", "SELECT 2")],
            [("1.sql", "SELECT 2"), ("2.sql", "SELECT 1")],
            [("1.sql", "SELECT 1")],
            [("1.sql", "SELECT 1"), ("2.sql", "SELECT 2"), ("3.sql", "")],
            [],
        })
        {
            Assert.AreNotEqual(hash, HashOf($"other-{Guid.NewGuid():N}", other), string.Join(' ', other));
        }
    }

    [TestMethod]
    public void Where_one_directory_ends_and_the_next_begins_makes_no_difference()
    {
        string one = _files.With("one", ("1.sql", "SELECT 1"));
        string two = _files.With("two", ("2.sql", "SELECT 2"));
        string both = _files.With("both", ("1.sql", "SELECT 1"), ("2.sql", "SELECT 2"));

        Assert.AreEqual(SqlFiles.Read([both]).Hash, SqlFiles.Read([one, two]).Hash);
    }

    private string HashOf(string directory, params (string File, string Text)[] files) => SqlFiles.Read([_files.With(directory, files)]).Hash;
}
