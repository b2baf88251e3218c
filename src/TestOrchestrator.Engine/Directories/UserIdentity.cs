using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Directories;

/// <summary>Who runs this process.</summary>
internal static partial class UserIdentity
{
    public static uint Id { get; } = OperatingSystem.IsWindows() ? 0 : GetEffectiveUserId();

    public static bool IsRoot => !OperatingSystem.IsWindows() && Id == 0;

    /// <summary>Makes the user the owner of a path; works if it is already, or if the user is root.</summary>
    public static bool TryOwn(string path) => ChangeOwner(path, Id, uint.MaxValue) == 0;

    /// <summary>Gives a path to another user; works only as root.</summary>
    public static bool TryGive(string path, uint userId) => ChangeOwner(path, userId, uint.MaxValue) == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
