using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// A directory held in memory, to be written out many times. A data directory has a thousand small files: written with bare system calls it
/// takes half of what File.Copy takes, which locks, stats and checks each. Immutable and thread-safe.
/// </summary>
internal sealed unsafe partial class DirectoryImage
{
    private const int WriteCreateExclusiveClose = 0x1 | 0x40 | 0x80 | 0x80000;
    private const int ReadClose = 0x80000;
    private const uint OwnerOnlyDirectory = 0x1C0;
    private const uint OwnerOnlyFile = 0x180;

    private readonly List<byte[]> _directories = [];
    private readonly List<(byte[] Path, byte[] Content)> _files = [];

    /// <summary>Gets a checksum of all names and contents: directories with different ones differ.</summary>
    public uint Checksum { get; private set; }

    /// <summary>Reads a directory.</summary>
    /// <exception cref="IOException">It is not there, or changes while it is read.</exception>
    public static DirectoryImage Load(string root)
    {
        DirectoryImage image = new();
        foreach (string directory in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            image._directories.Add(Text(Path.GetRelativePath(root, directory)));
        }

        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            image._files.Add((Text(Path.GetRelativePath(root, file)), File.ReadAllBytes(file)));
        }

        foreach (byte[] part in image._directories.Concat(image._files.SelectMany(f => new[] { f.Path, f.Content })))
        {
            image.Checksum = Add(image.Checksum, part);
        }

        return image;
    }

    /// <summary>Writes the directory. It must not be there yet; it and everything below is its owner's alone.</summary>
    /// <exception cref="IOException">Something could not be written, such as for want of room.</exception>
    public void Write(string target)
    {
        fixed (byte* path = Text(target))
        {
            Check(MakeDirectory(path, OwnerOnlyDirectory), target);
            int root = Check(Open(path, ReadClose, 0), target);
            try
            {
                foreach (byte[] directory in _directories)
                {
                    fixed (byte* below = directory)
                    {
                        Check(MakeDirectoryAt(root, below, OwnerOnlyDirectory), target);
                    }
                }

                foreach ((byte[] name, byte[] content) in _files)
                {
                    WriteFile(root, name, content, target);
                }
            }
            finally
            {
                _ = Close(root);
            }
        }
    }

    private static void WriteFile(int root, byte[] name, byte[] content, string target)
    {
        fixed (byte* path = name)
        fixed (byte* bytes = content)
        {
            int file = Check(OpenAt(root, path, WriteCreateExclusiveClose, OwnerOnlyFile), target);
            try
            {
                for (nint done = 0; done < content.Length;)
                {
                    done += Check((int)WriteBytes(file, bytes + done, (nuint)(content.Length - done)), target);
                }
            }
            finally
            {
                _ = Close(file);
            }
        }
    }

    // CRC-32C, for which processors have an instruction: this is about damage, not about malice.
    private static uint Add(uint checksum, byte[] part)
    {
        checksum = BitOperations.Crc32C(checksum, (uint)part.Length);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(part);
        foreach (ulong word in words)
        {
            checksum = BitOperations.Crc32C(checksum, word);
        }

        foreach (byte rest in part.AsSpan(words.Length * sizeof(ulong)))
        {
            checksum = BitOperations.Crc32C(checksum, rest);
        }

        return checksum;
    }

    private static int Check(int result, string target) => result >= 0
        ? result
        : throw new IOException($"'{target}' could not be written: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static partial int MakeDirectory(byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeDirectoryAt(int directory, byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int directory, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteBytes(int file, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
