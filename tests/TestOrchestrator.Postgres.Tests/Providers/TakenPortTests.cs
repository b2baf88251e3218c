using TestOrchestrator.Postgres.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Postgres.Tests.Providers;

/// <summary>Somebody listens on the well-known port of all addresses: in a network of its own, as it would take the port from every other test of this machine.</summary>
[TestClass]
public sealed class TakenPortTests
{
    private static readonly string[] s_ownNetwork = ["unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"];

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task The_server_is_on_another_port_and_says_so(string lane)
    {
        if (Command.Run([.. s_ownNetwork, "true"]) is { } why)
        {
            Assert.Inconclusive($"A network of its own cannot be made here: {why}");
        }

        OtherProcessResult result = await OtherProcess.RunAsync(PostgresScenes.TakePort, new() { Wrapper = s_ownNetwork }, lane);

        Assert.AreEqual("1: Port 5432 on ADDRESS is taken by another program: endpoint 'tcp' of 'postgres' is on PORT instead.", result.Output, $"{result}");
    }
}
