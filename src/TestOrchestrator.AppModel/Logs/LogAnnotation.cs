namespace TestOrchestrator.AppModel.Logs;

/// <summary>How the log of a program is written. Without this, its output goes to the file as it is.</summary>
public sealed record LogAnnotation : IResourceAnnotation
{
    /// <summary>Gets whether each line begins with the time at which it was written: UTC, RFC 3339, nanoseconds.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Gets the size in bytes at which a new file is begun; the old one gets the suffix <c>.1</c>, an older one <c>.2</c>.</summary>
    /// <value>The default is null: one file.</value>
    public long? MaxBytes { get; init; }

    /// <summary>Gets how many files there are at the most, the current one included.</summary>
    /// <value>The default is 5. Only with <see cref="MaxBytes"/>.</value>
    public int MaxFiles { get; init; } = 5;
}
