namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// Raises the minimum of the thread pool for services that run in this process. In processes of their own they would have a pool each;
/// here they share one, which begins with one thread for each core and adds one or two a second when all are blocked. A few services that
/// block threads while they start, as synchronous calls of a database do, would hold up all others for seconds. Thread-safe.
/// </summary>
internal static class ServiceThreads
{
    private const int OfEach = 2;
    private const int AtMost = 64;

    private static readonly Lock s_gate = new();
    private static int s_running;

    /// <summary>Counts a service that starts. The minimum is never lowered: threads that have nothing to do end by themselves.</summary>
    public static void Add()
    {
        lock (s_gate)
        {
            s_running++;
            int wanted = Environment.ProcessorCount + Math.Min(OfEach * s_running, AtMost);
            ThreadPool.GetMinThreads(out int workers, out int completionPorts);
            if (workers < wanted)
            {
                // False if it is more than the maximum that the test host has set, which stays.
                _ = ThreadPool.SetMinThreads(wanted, completionPorts);
            }
        }
    }

    /// <summary>Counts a service that has ended.</summary>
    public static void Remove()
    {
        lock (s_gate)
        {
            s_running--;
        }
    }
}
