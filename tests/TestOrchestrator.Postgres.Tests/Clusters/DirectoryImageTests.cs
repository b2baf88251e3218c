using System.Runtime.Versioning;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Postgres.Tests.Clusters;

[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class DirectoryImageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void What_was_read_is_written_again_for_its_owner_alone()
    {
        string source = _directory.With("source", ("a", "text"), ("empty", ""), ("größe 'x'", "name"));
        _directory.With("source/nested/deeply", ("b", "below"), (".hidden", "too"));
        Directory.CreateDirectory(Path.Combine(source, "no files"));
        byte[] big = new byte[3_000_001];
        new Random(6).NextBytes(big);
        File.WriteAllBytes(Path.Combine(source, "big"), big);
        File.SetUnixFileMode(Path.Combine(source, "a"), (UnixFileMode)0b_111_111_111);
        DirectoryImage image = DirectoryImage.Load(source);
        Directory.Delete(source, recursive: true);

        string target = _directory["tärget"];
        image.Write(target);

        Assert.AreEqual(
            """
            drwx------
            -rw------- a: text
            -rw------- big: 3000001
            -rw------- empty:
            -rw------- größe 'x': name
            drwx------ nested
            drwx------ nested/deeply
            -rw------- nested/deeply/.hidden: too
            -rw------- nested/deeply/b: below
            drwx------ no files
            """,
            Describe(target));
        CollectionAssert.AreEqual(big, File.ReadAllBytes(Path.Combine(target, "big")));
    }

    [TestMethod]
    public void It_can_be_written_by_many_at_once()
    {
        string source = _directory.With("source", [.. Enumerable.Range(0, 100).Select(i => ($"{i}", $"content {i}"))]);
        DirectoryImage image = DirectoryImage.Load(source);

        Parallel.For(0, 8, i => image.Write(_directory[$"target-{i}"]));

        string expected = Describe(_directory["target-0"]);
        for (int i = 1; i < 8; i++)
        {
            Assert.AreEqual(expected, Describe(_directory[$"target-{i}"]));
        }
    }

    [TestMethod]
    public void A_directory_that_is_there_already_is_left_alone()
    {
        DirectoryImage image = DirectoryImage.Load(_directory.With("source", ("a", "new")));
        string target = _directory.With("target", ("a", "old"));

        IOException e = Assert.ThrowsExactly<IOException>(() => image.Write(target));

        Assert.AreEqual($"'{target}' could not be written: File exists.", e.Message);
        Assert.AreEqual("old", File.ReadAllText(Path.Combine(target, "a")));
    }

    [TestMethod]
    public void A_place_that_is_not_there_is_named()
    {
        DirectoryImage image = DirectoryImage.Load(_directory.With("source", ("a", "new")));
        string target = _directory["nowhere/target"];

        IOException e = Assert.ThrowsExactly<IOException>(() => image.Write(target));

        Assert.AreEqual($"'{target}' could not be written: No such file or directory.", e.Message);
    }

    [TestMethod]
    public void Want_of_room_is_told()
    {
        string small = _directory["small"];
        Directory.CreateDirectory(small);
        if (Command.Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small) is { } why)
        {
            Assert.Inconclusive($"A file system of 1 MiB cannot be mounted here: {why}");
        }

        try
        {
            string source = _directory.With("source");
            File.WriteAllBytes(Path.Combine(source, "big"), new byte[2_000_000]);
            DirectoryImage image = DirectoryImage.Load(source);
            string target = Path.Combine(small, "target");

            IOException e = Assert.ThrowsExactly<IOException>(() => image.Write(target));

            Assert.AreEqual($"'{target}' could not be written: No space left on device.", e.Message);
        }
        finally
        {
            Assert.IsNull(Command.Run("umount", small));
        }
    }

    // As ls -l does: kind, rights, name; of files the content, or how long it is.
    private static string Describe(string root) => string.Join('\n', Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => Line(path, Path.GetRelativePath(root, path)))
        .Prepend(Line(root, "")));

    private static string Line(string path, string name)
    {
        string rights = string.Concat("rwxrwxrwx".Select((c, i) => (File.GetUnixFileMode(path) & (UnixFileMode)(256 >> i)) != 0 ? c : '-'));
        return Directory.Exists(path) ? $"d{rights} {name}".TrimEnd()
            : new FileInfo(path).Length is > 100 and long length ? $"-{rights} {name}: {length}"
            : $"-{rights} {name}: {File.ReadAllText(path)}".TrimEnd();
    }
}
