namespace TestOrchestrator.Engine.Janitors;

/// <summary>What became of what a dead run had left behind.</summary>
/// <param name="Directory">Its state directory.</param>
/// <param name="Killed">How many of its processes were killed.</param>
/// <param name="Problem">Why it could not be removed; null if it was.</param>
public sealed record DeadRun(string Directory, int Killed, string? Problem);
