using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Tests.Directories;

[TestClass]
public sealed class StateDirectoryTests
{
    [TestMethod]
    public async Task It_is_deleted_with_its_lock_file_last_so_that_it_is_never_taken_for_dead()
    {
        using TemporaryDirectory root = new();
        StateDirectory state = StateDirectory.Create(root.Path, RunId.New(TimeProvider.System));
        Fill(state);
        using Deletions deletions = new(state.Path);

        state.Dispose();

        IReadOnlyList<string> deleted = await deletions.AllAsync().Soon();
        Assert.AreEqual("lock .", string.Join(' ', deleted.TakeLast(2)));
        Assert.HasCount(35, deleted);
    }

    [TestMethod]
    public void It_is_locked_as_long_as_something_of_it_is_left()
    {
        using TemporaryDirectory root = new();
        StateDirectory state = StateDirectory.Create(root.Path, RunId.New(TimeProvider.System));
        Fill(state);
        using ManualResetEventSlim over = new();
        bool wasFree = false;
        Thread other = new(() =>
        {
            while (!over.IsSet)
            {
                using FileLock? free = FileLock.TryExclusive(state.LockFile);
                wasFree |= free is not null;
            }
        });
        other.Start();

        state.Dispose();

        over.Set();
        other.Join();
        Assert.IsFalse(wasFree);
    }

    [TestMethod]
    public void What_a_link_in_it_points_to_is_not_deleted()
    {
        using TemporaryDirectory root = new();
        using TemporaryDirectory elsewhere = new();
        File.WriteAllText(elsewhere["file"], "");
        StateDirectory state = StateDirectory.Create(root.Path, RunId.New(TimeProvider.System));
        Directory.CreateSymbolicLink(Path.Combine(state.Path, "link"), elsewhere.Path);
        Directory.CreateSymbolicLink(Path.Combine(state.Temporary, "link"), elsewhere.Path);

        state.Dispose();

        Assert.IsTrue(File.Exists(elsewhere["file"]));
        Assert.IsFalse(Directory.Exists(state.Path));
    }

    private static void Fill(StateDirectory state)
    {
        for (int i = 0; i < 32; i++)
        {
            File.WriteAllText(Path.Combine(state.Path, i.Text()), "");
        }
    }
}
