using System.Globalization;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>Ends processes together with everything that came from them.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Kills a process and its descendants. Each is stopped before its children are listed, so that none can be made meanwhile.
    /// </summary>
    public static void Kill(int pid)
    {
        _ = Libc.Kill(pid, Libc.SigStop);
        foreach (int child in ChildrenOf(pid))
        {
            Kill(child);
        }

        _ = Libc.Kill(pid, Libc.SigKill);

        // What left the tree by a double fork but stayed in the session. A session leader's session has its pid.
        _ = Libc.Kill(-pid, Libc.SigKill);
    }

    /// <summary>Kills every child until none is left. Orphans become our children, so that setsid and double forks do not escape.</summary>
    /// <returns>How many were killed.</returns>
    public static int KillAllChildren()
    {
        HashSet<int> killed = [];
        int self = Environment.ProcessId;
        while (ChildrenOf(self) is { Count: > 0 } children)
        {
            foreach (int child in children)
            {
                Kill(child);
                killed.Add(child);
            }

            // The reaper takes them away; a busy process needs a moment to die.
#pragma warning disable RS0030 // There is no clock to inject: the process is ending and nothing is left to wait with.
            Thread.Sleep(s_poll);
#pragma warning restore RS0030
        }

        return killed.Count;
    }

    private static List<int> ChildrenOf(int pid)
    {
        List<int> children = [];
        try
        {
            foreach (string task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                children.AddRange(File.ReadAllText($"{task}/children")
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => int.Parse(text, CultureInfo.InvariantCulture)));
            }
        }
        catch (IOException)
        {
            // It ended while we looked; its children are now somebody else's, or ours.
        }

        return children;
    }
}
