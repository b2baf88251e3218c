namespace Shop.Api.Diagnostics;

internal sealed record RedisIdentity(string Address, string RunId);
