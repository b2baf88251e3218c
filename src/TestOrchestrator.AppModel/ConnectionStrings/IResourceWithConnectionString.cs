using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.ConnectionStrings;

/// <summary>A resource that is reached through a connection string.</summary>
public interface IResourceWithConnectionString : IResource
{
    /// <summary>Gets the connection string, to be filled when the application runs.</summary>
    ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>Gets the parts of the connection string by name, such as <c>Host</c>; each becomes an environment variable of what refers to the resource.</summary>
    IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() => [];
}
