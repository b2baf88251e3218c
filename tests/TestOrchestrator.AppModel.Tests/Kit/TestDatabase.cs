using TestOrchestrator.AppModel.Relations;

namespace TestOrchestrator.AppModel.Tests.Kit;

/// <summary>A database in a <see cref="TestServer"/>.</summary>
internal sealed class TestDatabase(string name, TestServer server) : Resource(name), IResourceWithConnectionString, IResourceWithParent, IResourceWithWaitSupport
{
    public IResource Parent => server;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{server.ConnectionStringExpression};Database={Name}");

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        server.GetConnectionProperties().Append(new("DatabaseName", ReferenceExpression.Create($"{Name}")));
}
