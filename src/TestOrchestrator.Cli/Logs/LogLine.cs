namespace TestOrchestrator.Cli.Logs;

/// <summary>A line of a log.</summary>
/// <param name="Process">Whose.</param>
/// <param name="Stamp">The time at which it, or the last line before it that has a time, was written; empty if none has.</param>
/// <param name="Text">The whole line.</param>
internal sealed record LogLine(string Process, string Stamp, string Text);
