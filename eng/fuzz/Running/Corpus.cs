using System.Security.Cryptography;

namespace Fuzz.Running;

/// <summary>Inputs that showed something new, as files named by their content. Thread-safe.</summary>
internal sealed class Corpus(string? directory)
{
    // Committed along with the tests: a large input is kept only as the failure it is.
    private const int Longest = 1500;

    private const int MostFiles = 120;

    public IReadOnlyList<byte[]> Read() => directory is not null && Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
        : [];

    public void Keep(byte[] input)
    {
        if (directory is not null && input.Length <= Longest)
        {
            Directory.CreateDirectory(directory);
            if (Directory.EnumerateFiles(directory).Take(MostFiles).Count() < MostFiles)
            {
                Save(directory, input);
            }
        }
    }

    public static string Save(string directory, byte[] input)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 6)));
        File.WriteAllBytes(path, input);
        return path;
    }
}
