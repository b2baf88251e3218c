using System.Security.Cryptography;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.Groups.Description;
using TestOrchestrator.Groups.Templates;

namespace TestOrchestrator.Groups.Modelling;

/// <summary>A template of a group file as a value of the application: rendered whenever it is asked for, with the ports that are right then. Thread-safe.</summary>
internal sealed class TemplateValue(Template template, ProcessDescription process, GroupRendering rendering) : IValueProvider, IValueWithReferences
{
    /// <summary>Whether the result is seen by everybody, as arguments are: no secret may be in it.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Where it stands, for messages.</summary>
    public required string Place { get; init; }

    // Which names it uses is known when it is rendered only: a port that moves is told to every process of the group.
    public IEnumerable<object> References => rendering.Listeners;

    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        (ApplicationModel, ValueProviderContext) known = (rendering.Model, context);
        if (!IsPublic || rendering.Secrets.Count == 0)
        {
            return new(template.Render(rendering.Values.Of(process, known, rendering.Parameters)));
        }

        // Marks in place of secrets: where one comes out, a secret would.
        Dictionary<string, string> marks = rendering.Secrets.ToDictionary(s => s, _ => RandomNumberGenerator.GetHexString(32), StringComparer.Ordinal);
        Dictionary<string, string> marked = rendering.Parameters.ToDictionary(p => p.Key, p => marks.GetValueOrDefault(p.Key, p.Value), StringComparer.Ordinal);
        string text = template.Render(rendering.Values.Of(process, known, marked));
        return marks.FirstOrDefault(m => text.Contains(m.Value, StringComparison.Ordinal)).Key is { } secret
            ? throw GroupErrors.SecretInArgument(process.Name, Place, secret)
            : new(text);
    }
}
