using System.Text.Json;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>Where the keeper of a group is: <c>keeper.json</c> in the group's directory, as long as it lives.</summary>
internal sealed record KeeperFile
{
    public int Version { get; init; } = 1;

    public required int Pid { get; init; }

    /// <summary>When it started: another process may get its pid later.</summary>
    public required long StartTicks { get; init; }

    /// <summary>The Unix socket that it listens on.</summary>
    public required string Socket { get; init; }

    /// <summary>Reads the file.</summary>
    /// <returns>The keeper; null if there is none that lives.</returns>
    public static KeeperFile? OfLiving(string group)
    {
        try
        {
            KeeperFile? file = JsonSerializer.Deserialize<KeeperFile>(File.ReadAllBytes(GroupPaths.Keeper(group)), GroupJson.Line);
            return file is not null && new ProcessIdentity(file.Pid, file.StartTicks).IsRunning ? file : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string group) => WholeFile.Write(GroupPaths.Keeper(group), JsonSerializer.SerializeToUtf8Bytes(this, GroupJson.Line));
}
