namespace Bench.Measuring;

/// <summary>The columns that several cases have. What each means, from when until when, is in eng/docs/benchmarks.md.</summary>
internal static class Columns
{
    public const string Running = "running ms";
    public const string Started = "started ms";
    public const string Answered = "answered ms";
    public const string Finished = "finished ms";
    public const string Stopped = "stopped ms";
    public const string Processor = "CPU ms";
    public const string Here = "of it here";
    public const string Memory = "MiB";
}
