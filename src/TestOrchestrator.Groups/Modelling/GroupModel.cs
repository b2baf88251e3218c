using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Modelling;

/// <summary>Turns what a group file says into what the engine runs.</summary>
internal static class GroupModel
{
    /// <param name="group">What the group file says.</param>
    /// <param name="place">The group. Its directory has the templates, and gets those of its processes.</param>
    /// <exception cref="EngineException">A template cannot be read, or needs a name that is not there.</exception>
    /// <exception cref="DefinitionException">The group has mistakes, such as processes that wait for each other.</exception>
    public static GroupDefinition Build(GroupDescription group, GroupPlace place)
    {
        GroupValues values = new(group, place);

        // Which endpoints a template uses is known only when it is rendered.
        ImmutableArray<string> listeners = [.. group.Processes.Where(p => !p.Ports.IsEmpty).Select(p => p.Name)];
        return GroupDefinition.Create(group.Processes.Select(p => Unit(p, place, values) with { References = listeners }));
    }

    private static UnitDefinition Unit(ProcessDescription process, GroupPlace place, GroupValues values)
    {
        string own = GroupPaths.ProcessDirectory(place.Directory, process.Name);
        Directory.CreateDirectory(own);
        ProcessTemplates templates = new(process, values, GroupPaths.Source(place.Directory));
        return new()
        {
            Name = process.Name,
            Kind = "Executable",
            IsProgram = true,
            Provider = new ProcessProvider
            {
                Command = templates.RenderEarly(process.Command),
                WorkingDirectory = process.WorkingDirectory is { } asked ? Path.GetFullPath(templates.RenderEarly(asked), own) : own,
            },
            Endpoints = [.. process.Ports.Select(p => Endpoint(process, p))],
            DependsOn = process.DependsOn,
            Configure = (context, _) => Task.FromResult(templates.Render(context)),
            HttpChecks = HttpChecks(process.Ready),
            ReadyLogLines = process.Ready.LogLine is { } line ? [line] : [],
            StartLimit = process.Ready.Timeout,
            Restart = process.Restart,
            Stop = process.Stop ?? new(),
            Log = process.Log,
            User = process.User is { } user ? templates.RenderEarly(user) : null,
        };
    }

    private static ImmutableArray<HttpCheckDefinition> HttpChecks(ReadyDescription ready) =>
        ready.Http is { } path ? [new() { Path = path, StatusCode = ready.HttpStatus, Endpoint = ready.HttpPort }] : [];

    private static EndpointDefinition Endpoint(ProcessDescription process, PortDescription port) => new()
    {
        Name = port.Name,
        Scheme = SchemeOf(process, port),
        Port = port.Fixed ? null : port.Port,
        FixedPort = port.Fixed ? port.Port : null,
    };

    // A port that is asked over HTTP has an HTTP endpoint, whatever its name.
    private static string SchemeOf(ProcessDescription process, PortDescription port) =>
        process.Ready is { Http: not null, HttpPort: { } asked } && UnitName.Comparer.Equals(asked, port.Name) && port.Scheme is not "https"
            ? "http"
            : port.Scheme;
}
