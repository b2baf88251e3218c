using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.ExternalServices;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Relations;

namespace TestOrchestrator.AppModel.References;

/// <summary>Tells a resource where others are, through the environment variables that Aspire's clients read.</summary>
public static class ReferenceResourceBuilderExtensions
{
    /// <summary>Tells the resource how to connect to another: <c>ConnectionStrings__NAME</c>, and <c>NAME_HOST</c>, <c>NAME_PORT</c> and so on.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    /// <param name="connectionName">The name of the connection string; the default is the other resource's name. If it is empty, the variables are <c>HOST</c>, <c>PORT</c> and so on.</param>
    /// <param name="optional">Whether the connection string may be missing.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        ConnectionStringReference connection = new(source.Resource, optional);
        return builder.Refer(connection).WithEnvironment(context =>
            ServiceVariables.AddConnection(context, connection, connectionName ?? source.Resource.Name));
    }

    /// <summary>Tells the resource all endpoints of another: <c>services__NAME__SCHEME__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        return builder.Refer(source.Resource).WithEnvironment(context => ServiceVariables.AddEndpointsAsync(context, source.Resource, only: null));
    }

    /// <summary>Tells the resource all endpoints of another under a name of its own: <c>services__name__SCHEME__0</c> and <c>name_ENDPOINT</c>.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    /// <param name="name">The name by which the resource finds the other.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return builder.Refer(source.Resource).WithEnvironment(context => ServiceVariables.AddEndpointsAsync(context, source.Resource, only: null, name));
    }

    /// <summary>Tells the resource one endpoint of another.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(endpointReference);
        return builder.Refer(endpointReference).WithEnvironment(context =>
            ServiceVariables.AddEndpointsAsync(context, endpointReference.Resource, endpointReference.EndpointName));
    }

    /// <summary>Tells the resource an address: <c>services__NAME__default__0</c> and <c>NAME</c>.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name by which the resource finds the address.</param>
    /// <param name="uri">The absolute address, without query and fragment.</param>
    /// <returns>The resource's builder.</returns>
    /// <exception cref="ArgumentException">The address is relative, or has a query or a fragment.</exception>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new ArgumentException($"'{uri}' cannot be the address of '{name}' for resource '{builder.Resource.Name}'; it must be absolute, without query and fragment.", nameof(uri));
        }

        return builder
            .WithEnvironment($"services__{name}__default__0", uri.ToString())
            .WithEnvironment(EnvironmentVariableName.Encode(name), uri.ToString());
    }

    /// <summary>Tells the resource the address of an external service: <c>services__NAME__SCHEME__0</c> and, in upper case, <c>NAME</c>, or <c>NAME_SCHEME</c> if the address is a parameter.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="externalService">The external service.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(externalService);
        return builder.Refer(externalService.Resource).WithEnvironment(context =>
            ServiceVariables.AddExternalServiceAsync(context, externalService.Resource));
    }

    private static IResourceBuilder<T> Refer<T>(this IResourceBuilder<T> builder, object target)
        where T : IResource => builder.WithAnnotation(new ReferenceAnnotation { Value = target, How = nameof(WithReference) });
}
