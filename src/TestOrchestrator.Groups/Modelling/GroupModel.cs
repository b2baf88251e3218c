using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Arguments;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Files;
using TestOrchestrator.AppModel.Health;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Users;
using TestOrchestrator.AppModel.Waiting;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Description;
using TestOrchestrator.Groups.Templates;

namespace TestOrchestrator.Groups.Modelling;

/// <summary>Makes the application of a group file: from here on, a group is an application as any other.</summary>
internal sealed class GroupModel
{
    private static readonly TemplateCache s_templates = new();

    private readonly GroupDescription _group;
    private readonly GroupPlace _place;
    private readonly GroupRendering _rendering;
    private readonly ApplicationModelBuilder _builder;

    private GroupModel(GroupDescription group, GroupPlace place, ConfigurationManager configuration)
    {
        _group = group;
        _place = place;
        _rendering = new(group, place);
        _builder = new() { Configuration = configuration, Environment = new HostingEnvironment(), AppHostDirectory = place.Directory };
    }

    /// <param name="group">What the group file says.</param>
    /// <param name="place">The group. Its directory has the templates, and gets those of its processes.</param>
    /// <exception cref="EngineException">A template cannot be read, or needs a name that is not there.</exception>
    /// <exception cref="AppModel.Validation.AppModelException">The application has mistakes, such as processes that wait for each other.</exception>
    public static ApplicationModel Build(GroupDescription group, GroupPlace place)
    {
        using ConfigurationManager configuration = new();
        GroupModel model = new(group, place, configuration);
        return model._rendering.Model = model.Build();
    }

    private ApplicationModel Build()
    {
        Dictionary<string, IResourceBuilder<ExecutableResource>> builders = new(ResourceName.Comparer);
        foreach (ProcessDescription process in _group.Processes)
        {
            builders[process.Name] = Add(process);
        }

        foreach (ProcessDescription process in _group.Processes)
        {
            foreach (DependencyDescription dependency in process.DependsOn)
            {
                builders[process.Name].WithAnnotation(new WaitAnnotation { Resource = builders[dependency.Process].Resource, Condition = dependency.Condition, ExitCode = dependency.ExitCode });
            }
        }

        return ApplicationModel.Build(_builder);
    }

    private IResourceBuilder<ExecutableResource> Add(ProcessDescription process)
    {
        string own = GroupPaths.ProcessDirectory(_place.Directory, process.Name);
        Directory.CreateDirectory(own);
        string workingDirectory = Path.GetFullPath(Early(process, process.WorkingDirectory ?? own), own);
        IResourceBuilder<ExecutableResource> builder = _builder.AddExecutable(process.Name, Early(process, process.Command), workingDirectory);
        foreach (PortDescription port in process.Ports)
        {
            builder.WithEndpoint(port.Port, port.Fixed ? port.Port : null, SchemeOf(process, port), port.Name);
        }

        builder.WithArgs([.. process.Args.Select(a => (object)Value(process, a, isPublic: true))]);
        foreach ((string name, SourceText text) in process.Environment)
        {
            TemplateValue value = Value(process, text, isPublic: false);
            builder.WithAnnotation(new ReferenceAnnotation { Value = value, How = "environment" });
            builder.WithEnvironment(context => context.EnvironmentVariables[name] = value);
        }

        foreach (string template in process.Templates)
        {
            string text = File.ReadAllText(Path.Combine(GroupPaths.Source(_place.Directory), template));
            builder.WithConfigurationFile(template, Value(process, Compile(text, template), template, isPublic: false));
        }

        AddReadiness(builder, process);
        AddSettings(builder, process);
        return builder;
    }

    private void AddReadiness(IResourceBuilder<ExecutableResource> builder, ProcessDescription process)
    {
        ReadyDescription ready = process.Ready;
        if (ready.Http is { } path)
        {
            builder.WithHttpHealthCheck(path, ready.HttpStatus, ready.HttpPort);
        }

        if (ready.LogLine is { } line)
        {
            builder.WithAnnotation(new ReadyLogLineAnnotation { Pattern = line });
        }

        if (ready.File is { } file)
        {
            builder.WithReadyFile(Value(process, file, isPublic: false));
        }

        if (ready.Command is [{ } command, .. var arguments])
        {
            builder.WithReadyCommand(Early(process, command.Text), [.. arguments.Select(a => (object)Value(process, a, isPublic: true))]);
        }

        if (ready.Timeout is { } limit)
        {
            builder.WithStartLimit(limit);
        }
    }

    private void AddSettings(IResourceBuilder<ExecutableResource> builder, ProcessDescription process)
    {
        if (process.User is { } user)
        {
            builder.WithUser(Early(process, user));
        }

        foreach (IResourceAnnotation? stated in new IResourceAnnotation?[] { process.Restart, process.Stop, process.Log })
        {
            if (stated is not null)
            {
                builder.Resource.Annotations.Add(stated);
            }
        }
    }

    // What is asked over HTTP is an endpoint of HTTP, whatever its name.
    private static string SchemeOf(ProcessDescription process, PortDescription port) =>
        process.Ready is { Http: not null, HttpPort: { } asked } && ResourceName.Comparer.Equals(asked, port.Name) && port.Scheme is not "https" ? "http" : port.Scheme;

    // What the model itself is made of is rendered before there are ports: it sees the group, the process, and the parameters.
    private string Early(ProcessDescription process, string text) =>
        Compile(text, GroupDescription.FileName).Render(_rendering.Values.Of(process, context: null, PublicParameters()));

    private Dictionary<string, string> PublicParameters() =>
        _place.Parameters.Where(p => !_rendering.Secrets.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    private TemplateValue Value(ProcessDescription process, SourceText text, bool isPublic) =>
        Value(process, Compile(text.Text, text.Place), text.Place, isPublic);

    private TemplateValue Value(ProcessDescription process, Template template, string place, bool isPublic) =>
        new(template, process, _rendering) { IsPublic = isPublic, Place = place };

    private static Template Compile(string text, string place) => s_templates.Get(text, place);
}
