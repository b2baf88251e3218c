using System.Globalization;

namespace Bench.Databases;

/// <summary>Makes copies of a directory of migrations that differ by a comment: for the engine each is a schema of its own, of which no copy was made ahead.</summary>
internal sealed class SchemaCopies(string source) : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("bench-schemas-");
    private int _made;

    public string Next()
    {
        string number = (++_made).ToString(CultureInfo.InvariantCulture);
        DirectoryInfo copy = _root.CreateSubdirectory(number);
        foreach (string file in Directory.EnumerateFiles(source, "*.sql"))
        {
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(copy.FullName, "999_number.sql"), $"-- {number}\nSELECT 1;\n");
        return copy.FullName;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
