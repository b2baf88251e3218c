using System.Text.Json.Nodes;
using TestOrchestrator.Containers.Api;

namespace TestOrchestrator.Containers.Tests.Api;

[TestClass]
public sealed class NetworkAddressesTests
{
    [TestMethod]
    [DataRow("""{ "Subnet": "172.18.0.0/16", "Gateway": "172.18.0.1" }""", "172.18.0.1 172.18.0.0/16")]
    [DataRow("""{ "Subnet": "172.18.0.0/16", "Gateway": "172.18.0.9/16" }""", "172.18.0.9 172.18.0.0/16")]
    [DataRow("""{ "Subnet": "10.1.2.64/26" }""", "10.1.2.65 10.1.2.64/26")]
    [DataRow("""{ "Subnet": "fd00::/64", "Gateway": "fd00::1" }""", "")]
    [DataRow("{}", "")]
    public void What_the_engine_says_of_a_network_is_read(string json, string expected)
    {
        NetworkAddresses? addresses = NetworkAddresses.Parse(JsonNode.Parse(json));

        Assert.AreEqual(expected, addresses is null ? "" : $"{addresses.Gateway} {addresses.Subnet}");
    }
}
