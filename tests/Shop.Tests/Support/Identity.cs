namespace Shop.Tests.Support;

/// <summary>What an instance of the shop's API is and what it is connected to, as the other side tells it.</summary>
internal sealed record Identity(string Service, int ProcessId, string Listening, Uri HttpsProxy, PostgresIdentity Postgres, RedisIdentity Redis);

/// <summary>The oid tells databases of one server apart; the address tells servers apart, and is null where a server takes no connections by network.</summary>
internal sealed record PostgresIdentity(string Host, int Port, string Database, uint DatabaseOid, string? ServerAddress, int? ServerPort);

internal sealed record RedisIdentity(string Address, string RunId);
