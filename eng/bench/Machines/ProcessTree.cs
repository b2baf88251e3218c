using System.Globalization;
using TestOrchestrator.Engine.Processes;

namespace Bench.Machines;

/// <summary>Finds the processes that came from one process. Orphans of a run are its nursery's children, and so are found, too.</summary>
internal static class ProcessTree
{
    /// <summary>Lists a process and all that came from it.</summary>
    public static IEnumerable<int> Of(int pid) => ChildrenOf(pid).SelectMany(Of).Prepend(pid);

    /// <summary>Lists what came from a process, each named for good.</summary>
    public static ProcessIdentity[] Descendants(int pid) => [.. Of(pid).Skip(1).Select(ProcessIdentity.Of).Where(p => p.StartTicks != 0)];

    /// <summary>Tells whether a process runs. One that is dead and only waits to be looked after by its parent does not.</summary>
    public static bool IsAlive(ProcessIdentity process) =>
        Stat.Of(process.Pid) is { } stat && stat.StartTicks == process.StartTicks && stat.State is not ('Z' or 'X');

    private static int[] ChildrenOf(int pid)
    {
        try
        {
            return
            [
                .. Directory.GetDirectories($"/proc/{pid}/task")
                    .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            // It ended while we looked.
            return [];
        }
    }
}
