using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Directories;

/// <summary>Who runs this process.</summary>
internal static partial class UserIdentity
{
    // struct statx, which is the same on every architecture: mask, blksize, attributes (8 bytes), nlink, uid, …
    private const int StatSize = 256;
    private const int StatOwnerOffset = 20;
    private const uint StatOwner = 0x8;
    private const int WorkingDirectory = -100;
    private const int NotLinks = 0x100;

    public static uint Id { get; } = OperatingSystem.IsWindows() ? 0 : GetEffectiveUserId();

    public static bool IsRoot => !OperatingSystem.IsWindows() && Id == 0;

    /// <summary>Tells whether a path, and not what it links to, belongs to a user.</summary>
    public static unsafe bool IsOwner(string path, uint userId)
    {
        byte* seen = stackalloc byte[StatSize];
        return Stat(WorkingDirectory, path, NotLinks, StatOwner, seen) == 0 && *(uint*)(seen + StatOwnerOffset) == userId;
    }

    /// <summary>Gives a path to another user; works only as root.</summary>
    public static bool TryGive(string path, uint userId) => ChangeOwner(path, userId, uint.MaxValue) == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Stat(int directory, string path, int flags, uint mask, byte* seen);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
