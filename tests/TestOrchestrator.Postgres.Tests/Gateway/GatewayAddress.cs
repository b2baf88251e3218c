using System.Net;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>Addresses for gateways without an application. Applications have those from 127.64.0.0 to 127.127.255.255.</summary>
internal static class GatewayAddress
{
    public static IPEndPoint Next() => new(new IPAddress([127, (byte)Random.Shared.Next(128, 255), (byte)Random.Shared.Next(0, 256), (byte)Random.Shared.Next(1, 255)]), 5432);
}
