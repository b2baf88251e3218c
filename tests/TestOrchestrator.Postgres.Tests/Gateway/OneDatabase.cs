using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>The databases of an application that has one, has declared another, and has no server: what it creates comes to nothing.</summary>
internal static class OneDatabase
{
    public static ApplicationDatabases Orders()
    {
        int made = 0;
        ApplicationDatabases databases = new(_ => Task.FromResult(false), () => $"own_{++made}", ["declared"]);
        databases.Add("orders", "app_1_7");
        databases.Add("postgres", "postgres");
        return databases;
    }
}
