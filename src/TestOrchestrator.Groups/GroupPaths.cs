namespace TestOrchestrator.Groups;

/// <summary>Where things are in the directory of a group.</summary>
internal static class GroupPaths
{
    /// <summary>What the group is: see <see cref="Holding.GroupRecord"/>.</summary>
    public static string Record(string group) => Path.Combine(group, "group.json");

    /// <summary>The values of its secret parameters; only its owner can read them.</summary>
    public static string Secrets(string group) => Path.Combine(group, "secrets.json");

    /// <summary>How its processes were when that was last written down.</summary>
    public static string Status(string group) => Path.Combine(group, "status.json");

    /// <summary>Locked by the process that holds the group.</summary>
    public static string Lock(string group) => Path.Combine(group, "lock");

    /// <summary>Where its keeper listens.</summary>
    public static string Keeper(string group) => Path.Combine(group, "keeper.json");

    public static string KeeperLog(string group) => Path.Combine(group, "keeper.log");

    /// <summary>The group file and its templates, as they were when the group was created.</summary>
    public static string Source(string group) => Path.Combine(group, "source");

    /// <summary>The runs of its keepers.</summary>
    public static string Runs(string group) => Path.Combine(group, "runs");

    /// <summary>The directories of its processes.</summary>
    public static string Processes(string group) => Path.Combine(group, "processes");

    public static string ProcessDirectory(string group, string process) => Path.Combine(Processes(group), process);

    public static string Log(string group, string process) => Path.Combine(group, "logs", $"{process}.log");
}
