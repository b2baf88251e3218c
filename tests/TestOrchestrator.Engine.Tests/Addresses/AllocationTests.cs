using System.Net;
using TestOrchestrator.Engine.Addresses;

namespace TestOrchestrator.Engine.Tests.Addresses;

[TestClass]
public sealed class AllocationTests
{
    private const int Processes = 4;
    private const int ApplicationsEach = 50;

    [TestMethod]
    public async Task Processes_that_allocate_at_the_same_time_never_get_the_same_address_and_port()
    {
        using TemporaryDirectory directory = new();
        RunningProgram[] allocators = [.. Enumerable.Range(0, Processes).Select(i => AssetPrograms.StartOwner(null, "allocate", directory[i.Text()], ApplicationsEach.Text()))];
        await Task.WhenAll(allocators.Select(a => a.LineAsync("ready"))).Soon();

        await Task.WhenAll(allocators.Select(a => a.WriteLineAsync("go")));

        await Task.WhenAll(allocators.Select(a => a.LineAsync("allocated"))).Soon();
        string[] endPoints = [.. allocators.SelectMany(a => a.Output).Where(line => line.StartsWith("127.", StringComparison.Ordinal)).SelectMany(line => line.Split(' '))];
        Assert.HasCount(Processes * ApplicationsEach * 3, endPoints);
        Assert.IsEmpty(endPoints.GroupBy(e => e).Where(g => g.Count() > 1).Select(g => g.Key));
        await Task.WhenAll(allocators.Select(a => a.DisposeAsync().AsTask()));
    }

    [TestMethod]
    public async Task What_a_process_has_reserved_is_free_as_soon_as_it_is_killed()
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram allocator = AssetPrograms.StartOwner(null, "allocate", directory["runs"], "2");
        await allocator.WriteLineAsync("go");
        await allocator.LineAsync("allocated").Soon();
        IPEndPoint[] endPoints = [.. allocator.Output.Where(line => line.StartsWith("127.", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')).Select(IPEndPoint.Parse)];
        int freeBefore = CountFree(endPoints);

        allocator.Send(9);

        await allocator.ExitedAsync().Soon();
        Assert.AreEqual("0 6", $"{freeBefore} {CountFree(endPoints)}");
    }

    private static int CountFree(IPEndPoint[] endPoints)
    {
        PortReservation[] free = [.. endPoints.Select(PortReservation.TryReserve).OfType<PortReservation>()];
        Array.ForEach(free, reservation => reservation.Dispose());
        return free.Length;
    }
}
