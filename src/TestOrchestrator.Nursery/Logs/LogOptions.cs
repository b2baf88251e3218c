namespace TestOrchestrator.Nursery.Logs;

/// <summary>How the output of a process is written.</summary>
/// <param name="Timestamps">Whether each line begins with its time.</param>
/// <param name="MaxBytes">The size at which a new file is begun; 0 for one file.</param>
/// <param name="MaxFiles">How many files there are at the most.</param>
internal readonly record struct LogOptions(bool Timestamps, long MaxBytes, int MaxFiles)
{
    /// <summary>Whether the process can write to the file by itself.</summary>
    public bool IsPlain => !Timestamps && MaxBytes == 0;
}
