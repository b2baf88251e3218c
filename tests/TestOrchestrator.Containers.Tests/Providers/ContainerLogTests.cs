using System.Text;
using TestOrchestrator.Containers.Providers;

namespace TestOrchestrator.Containers.Tests.Providers;

[TestClass]
public sealed class ContainerLogTests
{
    [TestMethod]
    public async Task Both_streams_are_written_in_their_order_and_without_their_headers()
    {
        byte[] wire = [1, 0, 0, 0, 0, 0, 0, 4, .. "out\n"u8, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 44, .. Encoding.ASCII.GetBytes(new string('e', 300))];
        using MemoryStream log = new(wire);
        using MemoryStream target = new();

        await ContainerLog.CopyAsync(log, target);

        Assert.AreEqual($"out\n{new string('e', 300)}", Encoding.ASCII.GetString(target.ToArray()));
    }
}
