using System.Data.Common;
using System.Globalization;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.Postgres.Resources;

/// <summary>A PostgreSQL server.</summary>
public sealed class PostgresServerResource : Resource, IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport, IContainerResource
{
    internal const string EndpointName = "tcp";
    internal const string DefaultUserName = "postgres";

    // Npgsql's default of 100 a pool is meant for one application, not for dozens on one server.
    internal const int MaximumPoolSize = 20;

    internal PostgresServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name)
    {
        UserNameParameter = userName;
        PasswordParameter = password;
        PrimaryEndpoint = new(this, EndpointName);
    }

    /// <summary>Gets the endpoint that the server listens on.</summary>
    public EndpointReference PrimaryEndpoint { get; }

    /// <summary>Gets the parameter that holds the name of the superuser.</summary>
    /// <value>Null for <c>postgres</c>.</value>
    public ParameterResource? UserNameParameter { get; }

    /// <summary>Gets the parameter that holds the password of the superuser; a random one if it was not given.</summary>
    public ParameterResource PasswordParameter { get; }

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ConnectionString(databaseName: null);

    internal ReferenceExpression UserName => UserNameParameter is null
        ? ReferenceExpression.Create($"{DefaultUserName}")
        : ReferenceExpression.Create($"{UserNameParameter}");

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() => ConnectionProperties(databaseName: null);

    /// <summary>Makes a connection string as Aspire does, and bounds the pool. Of a name only the database's is quoted, as there.</summary>
    internal ReferenceExpression ConnectionString(string? databaseName)
    {
        string database = databaseName is null ? "" : $";{new DbConnectionStringBuilder { ["Database"] = databaseName }}";
        string pool = string.Create(CultureInfo.InvariantCulture, $";Maximum Pool Size={MaximumPoolSize}");
        return ReferenceExpression.Create($"Host={Part(EndpointProperty.Host)};Port={Part(EndpointProperty.Port)};Username={UserName};Password={PasswordParameter}{database}{pool}");
    }

    internal IEnumerable<KeyValuePair<string, ReferenceExpression>> ConnectionProperties(string? databaseName)
    {
        string path = databaseName is null ? "" : $"/{Uri.EscapeDataString(databaseName)}";
        yield return new("Host", ReferenceExpression.Create($"{Part(EndpointProperty.Host)}"));
        yield return new("Port", ReferenceExpression.Create($"{Part(EndpointProperty.Port)}"));
        yield return new("Username", UserName);
        yield return new("Password", ReferenceExpression.Create($"{PasswordParameter}"));
        yield return new("Uri", ReferenceExpression.Create($"postgresql://{UserName:uri}:{PasswordParameter:uri}@{Part(EndpointProperty.HostAndPort)}{path}"));
        yield return new("JdbcConnectionString", ReferenceExpression.Create($"jdbc:postgresql://{Part(EndpointProperty.HostAndPort)}{path}"));
        if (databaseName is not null)
        {
            yield return new("DatabaseName", ReferenceExpression.Create($"{databaseName}"));
        }
    }

    private EndpointReferenceExpression Part(EndpointProperty property) => PrimaryEndpoint.Property(property);
}
