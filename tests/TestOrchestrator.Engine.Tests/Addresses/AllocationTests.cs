using System.Globalization;
using System.Net;
using TestOrchestrator.Engine.Addresses;

namespace TestOrchestrator.Engine.Tests.Addresses;

// Both wish for the same port of 127.0.0.1: what one process loses, another one may have by the time it is looked for.
[TestClass]
[DoNotParallelize]
public sealed class AllocationTests
{
    private const int Processes = 4;
    private const int ApplicationsEach = 500;

    // An address, and two sockets for each of three ports; and what the program itself needs.
    private const int FilesEach = (ApplicationsEach * 7) + 300;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Processes_that_allocate_at_the_same_time_never_get_the_same_address_and_port()
    {
        if (OpenFileLimit() < FilesEach)
        {
            Assert.Inconclusive($"{ApplicationsEach} applications in one process take {FilesEach} open files, and 'ulimit -n' says {OpenFileLimit()}.");
        }

        using TemporaryDirectory directory = new();
        RunningProgram[] allocators = [.. Enumerable.Range(0, Processes).Select(i => AssetPrograms.StartOwner(null, "allocate", directory[i.Text()], ApplicationsEach.Text()))];
        await Task.WhenAll(allocators.Select(a => a.LineAsync("ready"))).Soon();

        await Task.WhenAll(allocators.Select(a => a.WriteLineAsync("go")));

        await Task.WhenAll(allocators.Select(a => a.LineAsync("allocated"))).WaitAsync(s_limit, TimeProvider.System, TestContext.CancellationToken);
        string[] endPoints = [.. allocators.SelectMany(a => a.Output).Where(line => line.StartsWith("127.", StringComparison.Ordinal)).SelectMany(line => line.Split(' '))];
        Assert.HasCount(Processes * ApplicationsEach * 3, endPoints);
        Assert.IsEmpty(endPoints.GroupBy(e => e).Where(g => g.Count() > 1).Select(g => g.Key));
        await Task.WhenAll(allocators.Select(a => a.WriteLineAsync("dispose")));
        int[] exits = await Task.WhenAll(allocators.Select(a => a.ExitedAsync())).WaitAsync(s_limit, TimeProvider.System, TestContext.CancellationToken);
        Assert.AreEqual("0 0 0 0", string.Join(' ', exits));
    }

    [TestMethod]
    public async Task What_a_process_has_reserved_is_free_as_soon_as_it_is_killed()
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram allocator = AssetPrograms.StartOwner(null, "allocate", directory["runs"], "2");
        await allocator.WriteLineAsync("go");
        await allocator.LineAsync("allocated").Soon();
        string state = await allocator.LineAsync("state ").Soon();
        IPEndPoint[] endPoints = [.. allocator.Output.Where(line => line.StartsWith("127.", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')).Select(IPEndPoint.Parse)];
        int freeBefore = CountFree(endPoints);

        allocator.Send(9);

        await allocator.ExitedAsync().Soon();
        Assert.AreEqual(0, freeBefore);

        // A program that this process is starting has copies of the sockets that tests have opened, until it runs.
        await Eventually.IsTrueAsync(() => CountFree(endPoints) == 6);
        await Eventually.IsTrueAsync(() => !Directory.Exists(state));
    }

    // Max open files            20000                20000                files
    private static long OpenFileLimit() => File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[4] is { } hard
        && long.TryParse(hard, CultureInfo.InvariantCulture, out long limit) ? limit : long.MaxValue;

    private static int CountFree(IPEndPoint[] endPoints)
    {
        PortReservation[] free = [.. endPoints.Select(PortReservation.TryReserve).OfType<PortReservation>()];
        Array.ForEach(free, reservation => reservation.Dispose());
        return free.Length;
    }
}
