using System.Text;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Validation;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.Postgres.Resources;

/// <summary>A database of a PostgreSQL server.</summary>
public sealed class PostgresDatabaseResource : Resource, IResourceWithParent, IResourceWithConnectionString, IResourceWithWaitSupport, IModelCheck
{
    // NAMEDATALEN - 1 of PostgreSQL as it is built by everybody.
    private const int MaxNameBytes = 63;

    internal PostgresDatabaseResource(string name, string databaseName, PostgresServerResource server)
        : base(name)
    {
        DatabaseName = databaseName;
        Server = server;
    }

    /// <summary>Gets the name of the database in its server.</summary>
    public string DatabaseName { get; }

    /// <summary>Gets the server that it is in.</summary>
    public PostgresServerResource Server { get; }

    IResource IResourceWithParent.Parent => Server;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => Server.ConnectionString(DatabaseName);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() => Server.ConnectionProperties(DatabaseName);

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource)
    {
        if (DatabaseName.Length == 0 || Encoding.UTF8.GetByteCount(DatabaseName) > MaxNameBytes || DatabaseName.Contains('\0'))
        {
            yield return new() { Code = "TO1151", Resource = Name, Message = $"'{DatabaseName}' cannot be the name of the database '{Name}': PostgreSQL takes 1 to {MaxNameBytes} bytes." };
        }

        if (DatabaseName is "postgres" or "template0" or "template1")
        {
            yield return new() { Code = "TO1152", Resource = Name, Message = $"'{DatabaseName}' cannot be the name of the database '{Name}': every server has one of that name. Give another: AddDatabase(\"{Name}\", databaseName: …)." };
        }

        foreach (PostgresDatabaseResource other in model.Resources.OfType<PostgresDatabaseResource>())
        {
            if (other != this && string.CompareOrdinal(other.Name, Name) > 0 && other.Server == Server && other.DatabaseName == DatabaseName)
            {
                yield return new() { Code = "TO1153", Resource = Name, Message = $"'{Name}' and '{other.Name}' are both the database '{DatabaseName}' of '{Server.Name}'. Give each a name of its own, or use one for both." };
            }
        }
    }
}
