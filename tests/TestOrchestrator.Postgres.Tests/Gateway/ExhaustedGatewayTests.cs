using System.Globalization;
using TestOrchestrator.Postgres.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class ExhaustedGatewayTests
{
    private static readonly string[] s_fewFiles = ["sh", "-c", "ulimit -n 300 && exec \"$@\"", "sh"];

    [TestMethod]
    public async Task Without_a_file_descriptor_clients_wait_and_the_processor_rests()
    {
        OtherProcessResult result = await OtherProcess.RunAsync(PostgresScenes.Exhaust, new() { Wrapper = s_fewFiles });

        StringAssert.Matches(result.Output, new("^[0-9]+ R$"), $"{result}");
        int pauses = int.Parse(result.Output.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.IsInRange(1, 30, pauses, $"{result}");
    }
}
