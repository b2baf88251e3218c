using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>
/// Everything that must be true of a process of a resource before it is ready, HTTP health checks apart. Made for each start, before it.
/// Not thread-safe.
/// </summary>
internal sealed class Readiness
{
    private readonly ImmutableArray<IPEndPoint> _endpoints;
    private readonly ImmutableArray<LogLineProbe> _lines;
    private readonly ImmutableArray<string> _files;
    private readonly ImmutableArray<CommandProbe> _commands;

    private Readiness(IEnumerable<IPEndPoint> endpoints, IEnumerable<LogLineProbe> lines, IEnumerable<string> files, IEnumerable<CommandProbe> commands)
    {
        _endpoints = [.. endpoints];
        _lines = [.. lines];
        _files = [.. files];
        _commands = [.. commands];
    }

    /// <summary>Makes what decides whether a process that is about to start is ready.</summary>
    public static Readiness Of(UnitContext context, UnitConfiguration configuration, ProcessStart start)
    {
        string[] files = [.. configuration.ReadyFiles.Select(path => Path.GetFullPath(path, context.FilesDirectory))];
        foreach (string file in files)
        {
            // Left by a former start, it would say nothing about this one.
            Remove(file, context.Name);
        }

        return new(
            context.Unit.Endpoints.Where(e => e.IsProbed && e.Scheme != "udp").Select(e => context.GetEndpoint(e.Name).Address),
            context.Unit.ReadyLogLines.Select(pattern => new LogLineProbe(context.LogFile, pattern)),
            files,
            configuration.ReadyCommands.Select(command => new CommandProbe(context.Run, CommandOf(context, command, start))));
    }

    /// <summary>Looks at one after the other, the cheapest first.</summary>
    public async ValueTask<Observation> LookAsync(CancellationToken cancellationToken)
    {
        foreach (IPEndPoint endpoint in _endpoints)
        {
            if (await TcpProbe.LookAsync(endpoint, cancellationToken).ConfigureAwait(false) is { IsSatisfied: false } seen)
            {
                return seen;
            }
        }

        foreach (Observation seen in _lines.Select(l => l.Look()).Concat(_files.Select(FileProbe.Look)))
        {
            if (!seen.IsSatisfied)
            {
                return seen;
            }
        }

        foreach (CommandProbe command in _commands)
        {
            if (await command.LookAsync(cancellationToken).ConfigureAwait(false) is { IsSatisfied: false } seen)
            {
                return seen;
            }
        }

        return Observation.Satisfied;
    }

    private static void Remove(string path, string resource)
    {
        try
        {
            // A directory is not ours to delete, and looking tells of it.
            if (!Directory.Exists(path))
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            throw DirectoryErrors.NoFile(resource, path, e);
        }
    }

    // In the surroundings of the program itself, as its own user.
    private static ProcessStart CommandOf(UnitContext context, ReadyCommand command, ProcessStart start) => start with
    {
        Program = ProgramPath.Resolve(command.Command, start.WorkingDirectory) ?? throw ProcessErrors.ProgramNotFound(context.Name, command.Command, start.WorkingDirectory),
        Arguments = command.Arguments,
        OutputFile = Path.Combine(context.StateDirectory, $"{context.Name}.ready.log"),
        Log = null,
    };
}
