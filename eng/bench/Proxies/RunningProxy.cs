namespace Bench.Proxies;

/// <summary>A proxy in a process of its own. Disposing it ends the process.</summary>
internal sealed class RunningProxy(int port, int pid, long begin) : IAsyncDisposable
{
    public int Port => port;

    public int Pid => pid;

    /// <summary>Gets when its process was started, as a time stamp.</summary>
    public long Begin => begin;

    /// <summary>Gets what ends when it has done what it does at its start.</summary>
    public required Func<Task> SettleAsync { get; init; }

    /// <summary>Gets what it wrote last, for the message when something fails.</summary>
    public required Func<string> LastWords { get; init; }

    public required Func<ValueTask> StopAsync { get; init; }

    public ValueTask DisposeAsync() => StopAsync();
}
