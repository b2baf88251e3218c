using System.Net;
using TestOrchestrator.Nursery.Logs;

namespace TestOrchestrator.Nursery.Protocol;

/// <summary>What the engine asks of the nursery.</summary>
internal abstract record Command;

/// <summary>Start a process.</summary>
internal sealed record SpawnCommand : Command
{
    public required int Id { get; init; }

    /// <summary>Gets what the program runs under, such as <c>unshare --user</c>: a full path and arguments, or nothing.</summary>
    public required string[] Wrapper { get; init; }

    /// <summary>Gets the full path of the program and its arguments.</summary>
    public required string[] Arguments { get; init; }

    public required string[] Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public required string OutputFile { get; init; }

    public required LogOptions Log { get; init; }

    /// <summary>Gets the proxy that is to get what the process connects to outside of this machine.</summary>
    /// <value>Null if that goes where it wants to.</value>
    public required IPEndPoint? TransparentProxy { get; init; }
}

/// <summary>Send a signal to a process, or to it and everything that came from it.</summary>
internal sealed record SignalCommand : Command
{
    public required int Id { get; init; }

    public required int Signal { get; init; }

    public required bool WholeTree { get; init; }
}

/// <summary>The owner is about to end as it should.</summary>
internal sealed record CloseCommand : Command;
