using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Parameters;

/// <summary>A value that the app host is given from outside. It is read once, when it is first needed: at the latest when the model is built, if it belongs to it.</summary>
public sealed class ParameterResource : Resource, IValueProvider, IManifestExpressionProvider, IModelCheck
{
    private readonly Lazy<string?> _value;

    /// <summary>Creates a parameter.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="value">Gets the value; null if it has none. Called at most once, from any thread.</param>
    /// <param name="secret">Whether the value must never be shown.</param>
    public ParameterResource(string name, Func<string?> value, bool secret)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = new(value);
        Secret = secret;
    }

    /// <summary>Gets whether the value must never be shown.</summary>
    public bool Secret { get; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    private string? Value => this.TryGetLastAnnotation(out ParameterValueAnnotation? stated) ? stated.Value : _value.Value;

    /// <summary>Gets the value: its own, or that of the parameter that replaces it.</summary>
    /// <param name="context">The running application.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>The value.</returns>
    /// <exception cref="AppModelException">It has none.</exception>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        IResource current = context.Current(this);
        return current is ParameterResource parameter
            ? new(parameter.Value ?? throw new AppModelException([ModelProblems.NoParameterValue(Name)]))
            : throw new AppModelException([ModelProblems.OtherKind(current, typeof(ParameterResource))]);
    }

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource) =>
        Value is null ? [ModelProblems.NoParameterValue(Name)] : [];
}
