using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Privileges;

namespace TestOrchestrator.Engine.Processes;

/// <summary>What is wanted of a process.</summary>
public sealed record ProcessStart
{
    /// <summary>Gets the full path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Gets the arguments, without the program. Every user of the machine can see them: no secrets.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Gets the environment variables that are added to those of the run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the directory in which it starts.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Gets the file to which its output and errors are appended.</summary>
    public required string OutputFile { get; init; }

    /// <summary>Gets how the output is written.</summary>
    /// <value>The default is null: the program writes to the file by itself.</value>
    public LogDefinition? Log { get; init; }

    /// <summary>Gets as whom the program runs, if somebody said so.</summary>
    internal UnprivilegedUser? User { get; init; }

    /// <summary>Gets the proxy that gets what the process, and all that comes from it, connects to outside of this machine.</summary>
    /// <value>Null if that goes where it wants to.</value>
    internal IPEndPoint? TransparentProxy { get; init; }

    /// <summary>Gets whether the program refuses to run as root, and is given an ordinary user's rights there.</summary>
    /// <value>The default is false.</value>
    public bool RefusesRoot { get; init; }
}
