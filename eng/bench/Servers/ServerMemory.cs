using Bench.Machines;
using TestOrchestrator.Engine.Applications;

namespace Bench.Servers;

/// <summary>Reads the memory of what runs for one application alone.</summary>
internal static class ServerMemory
{
    /// <summary>Gets the MiB of the processes of its resources, and of what came from them.</summary>
    public static double Of(RunningApplication application) =>
        Memory.Of(application.Units.Values.Where(r => r.Process is not null).SelectMany(r => ProcessTree.Of(r.Process!.Value.Pid)));
}
