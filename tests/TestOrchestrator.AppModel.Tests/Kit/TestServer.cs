namespace TestOrchestrator.AppModel.Tests.Kit;

/// <summary>A server as a provider writes one: an endpoint, a generated password, a connection string and its parts.</summary>
internal sealed class TestServer(string name, ParameterResource password) : Resource(name), IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public ParameterResource Password { get; } = password;

    public EndpointReference Endpoint => new(this, "tcp");

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Host={Part(EndpointProperty.Host)};Port={Part(EndpointProperty.Port)};Password={Password}");

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{Part(EndpointProperty.Host)}")),
        new("Port", ReferenceExpression.Create($"{Part(EndpointProperty.Port)}")),
        new("Uri", ReferenceExpression.Create($"test://:{Password:uri}@{Part(EndpointProperty.HostAndPort)}")),
    ];

    private EndpointReferenceExpression Part(EndpointProperty property) => Endpoint.Property(property);
}
