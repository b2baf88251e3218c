using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Directories;

/// <summary>
/// Where the state directories of this user's runs are: <c>/dev/shm/testorchestrator-UID</c> if it has room, because databases there cost
/// no disk, else in the cache. <c>TESTORCHESTRATOR_STATE</c> names another place.
/// </summary>
public static class StateRoot
{
    /// <summary>The environment variable that names another place.</summary>
    public const string Variable = "TESTORCHESTRATOR_STATE";

    /// <summary>Where they are if it has room.</summary>
    public const string SharedMemory = "/dev/shm";

    /// <summary>
    /// The bytes that must be free there: a Postgres server takes 14 MiB and a clone 9, and containers often have 64 MiB of shared memory
    /// in all.
    /// </summary>
    public const long Room = 512L * 1024 * 1024;

    internal static string Open()
    {
        string path = Choose();
        try
        {
            DirectoryInfo made = PrivateDirectory.Create(path);

            // The name can be guessed and /dev/shm is everybody's: another user may have put something there first.
            if (!PrivateDirectory.IsOurs(made))
            {
                throw new EngineException("TO1502", $"'{path}' belongs to somebody else, or is a link. Remove it, or set {Variable} to another directory.");
            }

            return path;
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            throw DirectoryErrors.NoState(path, e);
        }
    }

    private static string Choose()
    {
        string name = $"testorchestrator-{UserIdentity.Id}";
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Path.Combine(Path.GetFullPath(named), name)
            : HasRoom() ? Path.Combine(SharedMemory, name)
            : Path.Combine(UserCache.Open(), "state");
    }

    private static bool HasRoom()
    {
        try
        {
            return Directory.Exists(SharedMemory) && new DriveInfo(SharedMemory).AvailableFreeSpace >= Room;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
