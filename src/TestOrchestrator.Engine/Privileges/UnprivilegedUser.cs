using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Privileges;

/// <summary>How a program that refuses to run as root is run when the run itself is root's.</summary>
public sealed record UnprivilegedUser
{
    /// <summary>Gets what the program runs under: a full path and arguments; empty if the run is not root's.</summary>
    internal IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>Gets the user that must own the program's files.</summary>
    /// <value>Null if it is the user of the run.</value>
    internal uint? FileOwner { get; init; }

    /// <summary>Gives a file or directory to the user that the program runs as. Does nothing if that is the user of the run.</summary>
    /// <param name="path">The file or directory.</param>
    public void TakeOver(string path)
    {
        if (FileOwner is { } owner && !UserIdentity.TryGive(path, owner))
        {
            throw new UnauthorizedAccessException($"'{path}' could not be given to user {owner}.");
        }
    }

    /// <summary>
    /// Gives a directory and everything in it to the user that the program runs as. Does nothing if that is the user of the run.
    /// </summary>
    /// <param name="path">The directory.</param>
    public void TakeOverTree(string path)
    {
        if (FileOwner is null)
        {
            return;
        }

        foreach (string entry in Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Append(path))
        {
            TakeOver(entry);
        }
    }
}
