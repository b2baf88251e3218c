using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.AppModel.Health;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Everything that must be true of a process of a resource before it is ready, HTTP health checks apart. Made for each start, before it. Not thread-safe.</summary>
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

    /// <param name="context">The resource.</param>
    /// <param name="start">What is going to be started.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Readiness> OfAsync(ResourceContext context, ProcessStart start, CancellationToken cancellationToken)
    {
        List<string> files = [];
        foreach (ReadyFileAnnotation file in context.Resource.Annotations.OfType<ReadyFileAnnotation>())
        {
            // Left by a former start, it would say nothing of this one.
            string path = Path.GetFullPath(await context.GetValueAsync(file.Path, cancellationToken).ConfigureAwait(false), context.FilesDirectory);
            Remove(path, context.Name);
            files.Add(path);
        }

        List<CommandProbe> commands = [];
        foreach (ReadyCommandAnnotation command in context.Resource.Annotations.OfType<ReadyCommandAnnotation>())
        {
            commands.Add(new(context.Run, await CommandOfAsync(context, command, start, cancellationToken).ConfigureAwait(false)));
        }

        return new(
            context.GetEndpoints().Where(e => e.Scheme != "udp").Select(e => e.Address),
            context.Resource.Annotations.OfType<ReadyLogLineAnnotation>().Select(a => new LogLineProbe(context.LogFile, a.Pattern)),
            files,
            commands);
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
    private static async Task<ProcessStart> CommandOfAsync(ResourceContext context, ReadyCommandAnnotation command, ProcessStart start, CancellationToken cancellationToken)
    {
        List<string> arguments = [];
        foreach (object argument in command.Args)
        {
            arguments.Add(await context.GetValueAsync(argument, cancellationToken).ConfigureAwait(false));
        }

        return start with
        {
            Program = ProgramPath.Resolve(command.Command, start.WorkingDirectory) ?? throw ProcessErrors.ProgramNotFound(context.Name, command.Command, start.WorkingDirectory),
            Arguments = [.. arguments],
            OutputFile = Path.Combine(context.StateDirectory, $"{context.Name}.ready.log"),
            Log = null,
        };
    }
}
