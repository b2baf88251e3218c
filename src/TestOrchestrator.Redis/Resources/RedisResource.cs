using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.Redis.Resources;

/// <summary>A Redis server.</summary>
public sealed class RedisResource : Resource, IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport, IContainerResource
{
    internal const string EndpointName = "tcp";

    internal RedisResource(string name, ParameterResource password)
        : base(name)
    {
        PasswordParameter = password;
        PrimaryEndpoint = new(this, EndpointName);
    }

    /// <summary>Gets the endpoint that the server listens on.</summary>
    public EndpointReference PrimaryEndpoint { get; }

    /// <summary>Gets the parameter that holds the password; a random one if it was not given.</summary>
    public ParameterResource PasswordParameter { get; }

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)},password={PasswordParameter}");

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties()
    {
        yield return new("Host", ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Host)}"));
        yield return new("Port", ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Port)}"));
        yield return new("Password", ReferenceExpression.Create($"{PasswordParameter}"));
        yield return new("Uri", ReferenceExpression.Create($"redis://:{PasswordParameter:uri}@{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}"));
    }
}
