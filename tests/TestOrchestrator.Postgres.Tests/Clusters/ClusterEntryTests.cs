using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Clusters;

[TestClass]
public sealed class ClusterEntryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _entry;
    private readonly string _data;

    public ClusterEntryTests()
    {
        string data = _directory.With("data", ("PG_VERSION", "15\n"), ("empty", ""));
        _directory.With("data/global", ("1260", new string('x', 10_001)));
        Directory.CreateDirectory(Path.Combine(data, "pg_twophase"));
        _entry = _directory.With("entry");
        ClusterEntry.Write(data, _entry);
        _data = Path.Combine(_entry, "data");
    }

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void What_was_written_is_read()
    {
        ClusterEntry.TryLoad(_entry)!.Write(_directory["read"]);

        Assert.AreEqual("PG_VERSION empty global global/1260 pg_twophase", string.Join(' ', Directory.EnumerateFileSystemEntries(_directory["read"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_directory["read"], path))
            .Order(StringComparer.Ordinal)));
        Assert.AreEqual(10_001, File.ReadAllText(Path.Combine(_directory["read"], "global/1260")).Length);
    }

    [TestMethod]
    public void Any_difference_is_damage()
    {
        Action[] damages =
        [
            () => File.Delete(Path.Combine(_data, "empty")),
            () => File.WriteAllText(Path.Combine(_data, "empty"), "x"),
            () => File.WriteAllText(Path.Combine(_data, "more"), ""),
            () => File.Move(Path.Combine(_data, "empty"), Path.Combine(_data, "global", "empty")),
            () => Change("global/1260", file => file.SetLength(4096)),
            () => Change("global/1260", file => file.SetLength(0)),
            () => Change("global/1260", file => file.WriteByte((byte)'y')),
            () => Change("global/1260", file => { file.Position = 10_000; file.WriteByte((byte)'y'); }),
            () => Directory.Delete(Path.Combine(_data, "pg_twophase")),
            () => Directory.Delete(_data, recursive: true),
            () => File.Delete(Path.Combine(_entry, "data.crc32c")),
            () => File.WriteAllText(Path.Combine(_entry, "data.crc32c"), ""),
            () => Directory.Delete(_entry, recursive: true),
        ];
        string original = _directory["original"];
        Directory.Move(_entry, original);

        for (int i = 0; i < damages.Length; i++)
        {
            CopyTree(original, _entry);
            Assert.IsNotNull(ClusterEntry.TryLoad(_entry), $"before {i}");
            damages[i]();
            Assert.IsNull(ClusterEntry.TryLoad(_entry), $"damage {i}");
            ClusterEntry.Remove(_entry);
            Assert.IsFalse(Directory.Exists(_entry));
        }
    }

    private void Change(string name, Action<FileStream> change)
    {
        using FileStream file = File.OpenWrite(Path.Combine(_data, name));
        change(file);
    }

    private static void CopyTree(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string directory in Directory.EnumerateDirectories(source))
        {
            CopyTree(directory, Path.Combine(target, Path.GetFileName(directory)));
        }

        foreach (string file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }
}
