using Microsoft.Extensions.Configuration;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Relations;

namespace TestOrchestrator.AppModel.ConnectionStrings;

/// <summary>Adds connection strings of things that the application does not run itself.</summary>
public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string that stands in the app host's configuration under <c>ConnectionStrings:NAME</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource and of the connection string.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IConfiguration configuration = builder.Configuration;
        return builder.AddResource(new ConnectionStringResource(name, () => configuration.GetConnectionString(name)));
    }

    /// <summary>Adds a connection string that is made of other values.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="connectionStringExpression">The connection string.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionStringExpression);
        return builder.AddResource(new ConnectionStringResource(name, connectionStringExpression))
            .WithAnnotation(new ReferenceAnnotation { Value = connectionStringExpression, How = nameof(AddConnectionString) });
    }
}
