using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Postgres.Migrations;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>What a server's data directory holds before anybody uses it. Immutable.</summary>
internal sealed record ClusterSpec
{
    /// <summary>The superuser; every cluster also has <c>postgres</c>.</summary>
    public required string UserName { get; init; }

    public ImmutableArray<(string Name, SqlFiles Files)> Databases { get; init; } = [];

    /// <summary>What two specifications have in common only if they are the same.</summary>
    public string Key
    {
        get
        {
            string all = string.Join('\n', Databases.Select(d => $"{d.Name}\0{d.Files.Hash}").Order(StringComparer.Ordinal).Prepend(UserName));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16];
        }
    }
}
