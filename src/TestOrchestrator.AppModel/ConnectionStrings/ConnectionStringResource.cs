using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.ConnectionStrings;

/// <summary>A connection string that the app host is given: of something that runs elsewhere.</summary>
public sealed class ConnectionStringResource : Resource, IResourceWithConnectionString, IModelCheck
{
    private readonly Func<string?> _configured;
    private readonly bool _fromConfiguration;

    internal ConnectionStringResource(string name, Func<string?> configured)
        : base(name)
    {
        _configured = configured;
        _fromConfiguration = true;
        ConnectionStringExpression = ReferenceExpression.Create($"{new ConfiguredText(this)}");
    }

    internal ConnectionStringResource(string name, ReferenceExpression expression)
        : base(name)
    {
        _configured = static () => null;
        ConnectionStringExpression = expression;
    }

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression { get; }

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource) =>
        _fromConfiguration && string.IsNullOrEmpty(_configured()) && !IsOptional(model) ? [ModelProblems.NoConnectionString(Name)] : [];

    // Somebody refers to it, and everybody who does can do without.
    private bool IsOptional(ApplicationModel model)
    {
        ModelReference[] references =
        [
            .. model.Resources.SelectMany(ReferenceWalk.Of).Where(r => r.Kind == typeof(IResourceWithConnectionString) && ResourceName.Comparer.Equals(r.Target.Name, Name)),
        ];
        return references.Length > 0 && references.All(r => r.IsOptional);
    }

    private sealed class ConfiguredText(ConnectionStringResource owner) : IValueProvider, IManifestExpressionProvider
    {
        public string ValueExpression => $"{{{owner.Name}.value}}";

        public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) => new(owner._configured());
    }
}
