using TestOrchestrator.Engine.Caching;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Tests.Caching;

[TestClass]
public sealed class DirectoryCacheTests
{
    private readonly string _kind = $"kind-{Guid.NewGuid():N}";

    private string Root => Path.Combine(UserCache.Open(), _kind);

    private string[] Entries => [.. Directory.GetFileSystemEntries(Root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [TestMethod]
    public async Task A_directory_is_made_once_however_many_want_it_at_once()
    {
        DirectoryCache cache = new(_kind, 2, TimeProvider.System);
        int fills = 0;

        string[] found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => cache.GetAsync("a", staging =>
        {
            Interlocked.Increment(ref fills);
            return File.WriteAllTextAsync(Path.Combine(staging, "file"), "text");
        })))).Soon();

        Assert.AreEqual(1, fills);
        Assert.AreEqual(Path.Combine(Root, "a"), string.Join('\n', found.Distinct()));
        Assert.AreEqual("text", await File.ReadAllTextAsync(Path.Combine(found[0], "file")));
    }

    [TestMethod]
    public async Task Nothing_is_kept_of_what_could_not_be_filled()
    {
        DirectoryCache cache = new(_kind, 2, TimeProvider.System);

        InvalidOperationException error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => cache.GetAsync("a", async staging =>
        {
            await File.WriteAllTextAsync(Path.Combine(staging, "file"), "half");
            throw new InvalidOperationException("It could not be filled.");
        }));
        string[] left = Entries;
        string found = await cache.GetAsync("a", staging => File.WriteAllTextAsync(Path.Combine(staging, "file"), "whole"));

        Assert.AreEqual("It could not be filled.", error.Message);
        Assert.AreEqual("a.lock", string.Join(", ", left));
        Assert.AreEqual("whole", await File.ReadAllTextAsync(Path.Combine(found, "file")));
    }

    [TestMethod]
    public async Task The_failure_of_a_fill_is_told_even_if_its_directory_is_gone()
    {
        DirectoryCache cache = new(_kind, 2, TimeProvider.System);

        InvalidOperationException error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => cache.GetAsync("a", staging =>
        {
            Directory.Delete(staging);
            throw new InvalidOperationException("It could not be filled.");
        }));

        Assert.AreEqual("It could not be filled.", error.Message);
    }

    [TestMethod]
    public async Task Those_that_were_used_least_recently_go()
    {
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        DirectoryCache cache = new(_kind, 2, clock);
        foreach (string name in new[] { "a", "b", "a", "c" })
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await cache.GetAsync(name, staging => File.WriteAllTextAsync(Path.Combine(staging, "file"), name));
        }

        Assert.AreEqual("a, a.lock, c, c.lock", string.Join(", ", Entries));
    }

    // Archives bring the times of their directories with them.
    [TestMethod]
    public async Task What_was_just_made_does_not_go_however_old_it_looks()
    {
        DirectoryCache cache = new(_kind, 1, TimeProvider.System);
        await cache.GetAsync("a", _ => Task.CompletedTask);

        string found = await cache.GetAsync("b", staging =>
        {
            Directory.SetLastWriteTimeUtc(staging, DateTime.UnixEpoch);
            return Task.CompletedTask;
        });

        Assert.IsTrue(Directory.Exists(found));
        Assert.AreEqual("b, b.lock", string.Join(", ", Entries));
    }

    [TestMethod]
    public async Task A_fill_that_was_killed_goes_when_it_has_certainly_ended()
    {
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        DirectoryCache cache = new(_kind, 2, clock);
        string killed = Directory.CreateDirectory(Path.Combine(Root, ".staging-killed")).FullName;
        await cache.GetAsync("a", _ => Task.CompletedTask);
        bool early = Directory.Exists(killed);

        clock.Advance(TimeSpan.FromMinutes(11));
        await cache.GetAsync("b", _ => Task.CompletedTask);

        Assert.IsTrue(early);
        Assert.IsFalse(Directory.Exists(killed));
    }

    // Its lock went with an older directory of the same name, so that two made it at once.
    [TestMethod]
    public async Task What_another_has_made_meanwhile_is_used()
    {
        DirectoryCache cache = new(_kind, 2, TimeProvider.System);

        string found = await cache.GetAsync("a", async staging =>
        {
            await File.WriteAllTextAsync(Path.Combine(staging, "file"), "mine");
            File.Delete(Path.Combine(Root, "a.lock"));
            await cache.GetAsync("a", other => File.WriteAllTextAsync(Path.Combine(other, "file"), "the other's"));
        }).Soon();

        Assert.AreEqual("the other's", await File.ReadAllTextAsync(Path.Combine(found, "file")));
        Assert.AreEqual("a, a.lock", string.Join(", ", Entries));
    }

    [TestMethod]
    public async Task A_cache_that_somebody_has_removed_is_made_again()
    {
        DirectoryCache cache = new(_kind, 2, TimeProvider.System);
        Directory.Delete(Root);

        string found = await cache.GetAsync("a", _ => Task.CompletedTask).Soon();

        Assert.IsTrue(Directory.Exists(found));
    }

    [TestMethod]
    [DataRow("fill")]
    [DataRow("fail")]
    [DataRow("killed")]
    public async Task One_process_fills_and_another_waits_for_how_that_ends(string how)
    {
        await using RunningProgram first = AssetPrograms.StartOwner(null, "cache", _kind, "name");
        await first.LineAsync("filling").Soon();
        await using RunningProgram second = AssetPrograms.StartOwner(null, "cache", _kind, "name");
        await second.LineAsync("ready").Soon();
        bool early = second.Output.Contains("filling");

        await EndAsync(first, how);
        if (how != "fill")
        {
            await second.LineAsync("filling").Soon();
            await second.WriteLineAsync("fill");
        }

        Assert.AreEqual(0, await second.ExitedAsync().Soon());
        Assert.IsFalse(early);
        int filler = how == "fill" ? first.Pid : second.Pid;
        Assert.AreEqual($"{Path.Combine(Root, "name")} first {filler}", second.Output[^1]);
    }

    private static async Task EndAsync(RunningProgram program, string how)
    {
        if (how == "killed")
        {
            program.Send(9);
        }
        else
        {
            await program.WriteLineAsync(how);
        }

        await program.ExitedAsync().Soon();
    }
}
