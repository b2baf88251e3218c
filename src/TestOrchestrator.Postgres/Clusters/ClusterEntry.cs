using System.Globalization;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>An entry of the cache: a data directory, and a checksum beside it.</summary>
internal static class ClusterEntry
{
    private const string DataName = "data";
    private const string ChecksumName = "data.crc32c";

    /// <summary>Writes the data directory of a server that was stopped into an entry.</summary>
    public static void Write(string data, string entry)
    {
        string target = Path.Combine(entry, DataName);
        Directory.CreateDirectory(target);
        foreach (string directory in Directory.EnumerateDirectories(data, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(data, directory)));
        }

        foreach (string file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(data, file)));
        }

        File.WriteAllText(Path.Combine(entry, ChecksumName), Text(DirectoryImage.Load(target)));
    }

    /// <summary>Reads the data directory of an entry.</summary>
    /// <returns>The directory; null if it is not what was written.</returns>
    public static DirectoryImage? TryLoad(string entry)
    {
        try
        {
            DirectoryImage image = DirectoryImage.Load(Path.Combine(entry, DataName));
            return File.ReadAllText(Path.Combine(entry, ChecksumName)) == Text(image) ? image : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes an entry. Nobody sees a part of it: it gets another name first.</summary>
    public static void Remove(string entry)
    {
        // As the cache calls what is not complete: should this process end now, the cache sweeps it.
        string removed = Path.Combine(Path.GetDirectoryName(entry)!, $".staging-{Guid.NewGuid():N}");
        try
        {
            Directory.Move(entry, removed);
            Directory.Delete(removed, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process was quicker.
        }
    }

    private static string Text(DirectoryImage image) => image.Checksum.ToString("x8", CultureInfo.InvariantCulture);
}
