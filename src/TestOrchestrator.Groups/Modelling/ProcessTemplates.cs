using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Groups.Description;
using TestOrchestrator.Groups.Templates;

namespace TestOrchestrator.Groups.Modelling;

/// <summary>The templates of one process: compiled once, rendered for each start, because ports may have moved. Thread-safe.</summary>
internal sealed class ProcessTemplates
{
    private static readonly TemplateCache s_templates = new();

    private readonly ProcessDescription _process;
    private readonly GroupValues _values;
    private readonly ImmutableArray<PlacedTemplate> _arguments;
    private readonly ImmutableArray<KeyValuePair<string, Template>> _environment;
    private readonly ImmutableArray<KeyValuePair<string, Template>> _files;
    private readonly Template? _readyFile;
    private readonly ImmutableArray<PlacedTemplate> _readyCommand;

    /// <param name="process">The process.</param>
    /// <param name="values">What its templates see.</param>
    /// <param name="source">The directory of its template files.</param>
    /// <exception cref="EngineException">A template cannot be read.</exception>
    public ProcessTemplates(ProcessDescription process, GroupValues values, string source)
    {
        _process = process;
        _values = values;
        _arguments = Compile(process.Args);
        _environment = [.. process.Environment.Select(e => KeyValuePair.Create(e.Key, Compile(e.Value)))];
        _files = [.. process.Templates.Select(t => KeyValuePair.Create(t, s_templates.Get(File.ReadAllText(Path.Combine(source, t)), t)))];
        _readyFile = process.Ready.File is { } file ? Compile(file) : null;
        _readyCommand = Compile(process.Ready.Command);
    }

    /// <summary>Renders a text that is needed before there are ports: see <see cref="GroupValues.Early"/>.</summary>
    public string RenderEarly(string text) => s_templates.Get(text, GroupDescription.FileName).Render(_values.Early(_process));

    /// <summary>Renders everything that the process is started with.</summary>
    /// <exception cref="EngineException">A template needs a name that is not there, or an argument would hold a secret.</exception>
    public UnitConfiguration Render(UnitContext context)
    {
        IReadOnlyDictionary<string, object?> values = _values.Of(_process, context);
        IReadOnlyDictionary<string, object?> marked = _values.WithMarks(_process, context);
        return new()
        {
            Files = [.. _files.Select(f => new UnitFile(f.Key, f.Value.Render(values)))],
            Arguments = Public(_arguments, marked),
            Environment = _environment.ToDictionary(e => e.Key, e => e.Value.Render(values), StringComparer.Ordinal),
            ReadyFiles = _readyFile is null ? [] : [_readyFile.Render(values)],
            ReadyCommands = Public(_readyCommand, marked) is [{ } command, .. var arguments] ? [new(command, [.. arguments])] : [],
        };
    }

    // A mark that comes out stands where a secret would.
    private ImmutableArray<string> Public(ImmutableArray<PlacedTemplate> templates, IReadOnlyDictionary<string, object?> marked) =>
    [
        .. from template in templates
           let text = template.Template.Render(marked)
           select _values.SecretIn(text) is { } secret ? throw GroupErrors.SecretInArgument(_process.Name, template.Place, secret) : text,
    ];

    private static ImmutableArray<PlacedTemplate> Compile(ImmutableArray<SourceText> texts) =>
        [.. texts.Select(t => new PlacedTemplate(Compile(t), t.Place))];

    private static Template Compile(SourceText text) => s_templates.Get(text.Text, text.Place);

    private sealed record PlacedTemplate(Template Template, string Place);
}
