using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.ExternalServices;

/// <summary>A service that the application uses and does not run. Its value is its address.</summary>
public sealed class ExternalServiceResource : Resource, IValueProvider, IManifestExpressionProvider, IModelCheck
{
    private readonly string? _url;

    internal ExternalServiceResource(string name, string url)
        : base(name) => _url = url;

    internal ExternalServiceResource(string name, ParameterResource urlParameter)
        : base(name) => UrlParameter = urlParameter;

    /// <summary>Gets the address.</summary>
    /// <value>Null if a parameter holds it, or if it is none, which is reported when the model is built.</value>
    public Uri? Uri => Uri.TryCreate(_url, UriKind.Absolute, out Uri? uri) ? uri : null;

    /// <summary>Gets the parameter that holds the address.</summary>
    /// <value>Null if the address is given directly.</value>
    public ParameterResource? UrlParameter { get; }

    /// <inheritdoc/>
    public string ValueExpression => UrlParameter?.ValueExpression ?? _url ?? "";

    /// <summary>Gets the address: its own, or that of the resource that replaces it.</summary>
    /// <param name="context">The running application.</param>
    /// <param name="cancellationToken">Ends the wait for a parameter.</param>
    /// <returns>The address; if a parameter holds it, as it stands there.</returns>
    /// <exception cref="AppModelException">The address is not an absolute http or https address.</exception>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        IResource current = context.Current(this);
        string? url = current switch
        {
            _ when current == this => UrlParameter is null ? Uri?.ToString() ?? _url : await UrlParameter.GetValueAsync(context, cancellationToken).ConfigureAwait(false),
            IValueProvider value => await value.GetValueAsync(context, cancellationToken).ConfigureAwait(false),
            IResourceWithEndpoints service when service.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.IsHttp) is { } endpoint =>
                await new EndpointReference(service, endpoint.Name).GetValueAsync(context, cancellationToken).ConfigureAwait(false),
            _ => throw new AppModelException([ModelProblems.OtherKind(current, typeof(ExternalServiceResource))]),
        };
        if (UrlProblem(url) is { } why)
        {
            string shown = (current as ParameterResource ?? UrlParameter) is { Secret: true } secret ? secret.ValueExpression : url ?? "";
            throw new AppModelException([ModelProblems.BadUrl(Name, shown, why)]);
        }

        return url;
    }

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource) =>
        _url is not null && UrlProblem(_url) is { } why ? [ModelProblems.BadUrl(Name, _url, why)] : [];

    // "localhost:5000" is absolute with the scheme "localhost", and on Unix "/api" with the scheme "file"; nobody who writes them means that.
    private static string? UrlProblem(string? url) =>
        url?.Contains("://", StringComparison.Ordinal) != true || !Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) ? "it is not an absolute address"
        : uri.Scheme is not ("http" or "https") ? $"its scheme is '{uri.Scheme}'"
        : uri.Query.Length > 0 ? "it has a query"
        : uri.Fragment.Length > 0 ? "it has a fragment"
        : !uri.AbsolutePath.EndsWith('/') ? "its path does not end with '/', so that relative addresses would replace its last part"
        : null;
}
