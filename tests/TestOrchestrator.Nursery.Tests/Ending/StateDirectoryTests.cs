using TestOrchestrator.Nursery.Ending;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Nursery.Tests.Ending;

[TestClass]
public sealed class StateDirectoryTests
{
    [TestMethod]
    public async Task It_is_deleted_with_its_lock_file_last_so_that_it_is_never_taken_for_dead()
    {
        using TemporaryDirectory root = new();
        string state = Directory.CreateDirectory(root["state"]).FullName;
        Directory.CreateDirectory(root["state/tmp/deep"]);
        foreach (string file in new[] { "a", "lock", "z", "tmp/lock", "tmp/deep/file" })
        {
            File.WriteAllText(Path.Combine(state, file), "");
        }

        using Deletions deletions = new(state);

        StateDirectory.Delete(state, Path.Combine(state, "lock"));

        IReadOnlyList<string> deleted = await deletions.AllAsync().Soon();
        Assert.AreEqual("lock .", string.Join(' ', deleted.TakeLast(2)));
        Assert.IsFalse(Directory.Exists(state));
    }

    [TestMethod]
    public void One_that_is_gone_is_no_error()
    {
        using TemporaryDirectory root = new();

        StateDirectory.Delete(root["gone"], root["gone/lock"]);

        Assert.IsFalse(Directory.Exists(root["gone"]));
    }
}
