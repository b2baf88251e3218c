using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>The databases of an application that has one, and no server.</summary>
internal static class OneDatabase
{
    public static ApplicationDatabases Orders()
    {
        ApplicationDatabases databases = new(_ => Task.FromResult(false), () => "own_1", []);
        databases.Add("orders", "app_1_7");
        return databases;
    }
}
