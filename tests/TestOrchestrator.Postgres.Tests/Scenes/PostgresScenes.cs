namespace TestOrchestrator.Postgres.Tests.Scenes;

/// <summary>What this program does in a process of its own.</summary>
internal static class PostgresScenes
{
    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } = new Dictionary<string, Func<string[], Task<string>>>
    {
    };
}
