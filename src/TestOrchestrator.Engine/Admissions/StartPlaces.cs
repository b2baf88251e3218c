namespace TestOrchestrator.Engine.Admissions;

/// <summary>Finds how many applications this machine should start at the same time.</summary>
internal static class StartPlaces
{
    // Two a core keep the processor busy while one waits for a server; what an application takes while it starts is seldom more than this.
    private const int PerCore = 2;
    private const long MemoryEach = 256L * 1024 * 1024;

    /// <summary>Gets the number by the cores and the memory that this process may use.</summary>
    public static int Default => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryEach, 1, (long)PerCore * Environment.ProcessorCount);
}
