using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Parameters;

/// <summary>A value that the app host is given from outside. Its value is fixed when it is first asked for.</summary>
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
        _value = new(() => this.TryGetLastAnnotation(out ParameterValueAnnotation? stated) ? stated.Value : value());
        Secret = secret;
    }

    /// <summary>Gets whether the value must never be shown.</summary>
    public bool Secret { get; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>Gets the value: its own, or that of the parameter that replaces it.</summary>
    /// <param name="context">The running application.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>The value.</returns>
    /// <exception cref="AppModelException">It has none.</exception>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ParameterResource current = context.Current(this) as ParameterResource ?? this;
        return new(current._value.Value ?? throw new AppModelException([ModelProblems.NoParameterValue(Name)]));
    }

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource) =>
        _value.Value is null ? [ModelProblems.NoParameterValue(Name)] : [];
}
