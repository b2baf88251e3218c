using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.ConnectionStrings;

/// <summary>Stands for the connection string of a resource until the application runs. Immutable and thread-safe.</summary>
internal sealed class ConnectionStringReference(IResourceWithConnectionString resource, bool optional) : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    public IResourceWithConnectionString Resource => resource;

    public bool IsOptional => optional;

    public string ValueExpression => $"{{{resource.Name}.connectionString}}";

    public IEnumerable<object> References => [resource];

    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        if (context.Current(resource) is not IResourceWithConnectionString current)
        {
            throw new AppModelException([ModelProblems.OtherKind(context.Current(resource), typeof(IResourceWithConnectionString))]);
        }

        string? value = await current.ConnectionStringExpression.GetValueAsync(context, cancellationToken).ConfigureAwait(false);
        return !string.IsNullOrEmpty(value) ? value
            : optional ? null
            : throw new AppModelException([ModelProblems.NoConnectionString(resource.Name)]);
    }
}
