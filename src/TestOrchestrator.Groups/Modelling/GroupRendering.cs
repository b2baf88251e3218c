using System.Collections.Immutable;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Modelling;

/// <summary>What all templates of one group are rendered with.</summary>
internal sealed class GroupRendering(GroupDescription group, GroupPlace place)
{
    private ApplicationModel? _model;

    public GroupValues Values { get; } = new(group, place);

    public IReadOnlyDictionary<string, string> Parameters => place.Parameters;

    public ImmutableHashSet<string> Secrets { get; } = [.. group.Parameters.Where(p => p.Secret).Select(p => p.Name)];

    /// <summary>Gets what may have ports, once the model is built.</summary>
    public IEnumerable<IResourceWithEndpoints> Listeners => _model?.Resources.OfType<IResourceWithEndpoints>() ?? [];

    /// <summary>Gets or sets the model that the templates are a part of, once it is built.</summary>
    public ApplicationModel Model
    {
        get => _model ?? throw new InvalidOperationException("The model is not built yet.");
        set => _model = value;
    }
}
