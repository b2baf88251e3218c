using TestOrchestrator.Nursery.Ending;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Nursery.Tests.Ending;

[TestClass]
public sealed class RemovalsTests
{
    [TestMethod]
    public void What_the_owner_has_left_is_removed_and_what_is_in_use_is_tried_again()
    {
        using TemporaryDirectory state = new();
        int networks = 0;
        using UnixHttpServer engine = new(state["engine.sock"], request => request switch
        {
            "DELETE /containers/one?force=true" => 204,
            "DELETE /networks/one" => ++networks < 3 ? 403 : 204,
            _ => 404,
        });
        Note(state, "000001", "/networks/one");
        Note(state, "000002", "/containers/one?force=true");
        Note(state, "000003", "/containers/gone");

        bool isDone = Removals.CarryOut(state.Path);

        Assert.IsTrue(isDone);
        Assert.IsEmpty(Directory.GetFiles(state["removals"]));
        Assert.HasCount(5, engine.Requests);
    }

    [TestMethod]
    public void What_was_still_being_made_is_waited_for()
    {
        using TemporaryDirectory state = new();
        int looks = 0;
        using UnixHttpServer engine = new(state["engine.sock"], _ => ++looks < 4 ? 404 : 204);
        Note(state, "000001.new", "/containers/late");

        bool isDone = Removals.CarryOut(state.Path);

        Assert.IsTrue(isDone);
        Assert.HasCount(4, engine.Requests);
    }

    [TestMethod]
    public void A_run_that_has_made_nothing_elsewhere_is_done_at_once()
    {
        using TemporaryDirectory state = new();

        Assert.IsTrue(Removals.CarryOut(state.Path));
    }

    private static void Note(TemporaryDirectory state, string name, string path)
    {
        Directory.CreateDirectory(state["removals"]);
        File.WriteAllLines(state[$"removals/{name}"], [state["engine.sock"], path]);
    }
}
