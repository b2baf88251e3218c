using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>The databases of an application that has one and has declared another. No server stands behind them.</summary>
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
