using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.LifeCycle;

[TestClass]
public sealed class UnitBoardTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<UnitSnapshot> _told = [];
    private readonly UnitBoard _board;

    public UnitBoardTests()
    {
        _board = new(_clock, _told.Add);
        _board.Declare("a", "a");
    }

    [TestMethod]
    public void A_move_changes_the_state_its_time_and_its_version_and_is_told()
    {
        _clock.Advance(TimeSpan.FromSeconds(3));

        UnitSnapshot moved = _board.Move("a", UnitState.Waiting, s => s with { Reason = "because" });

        Assert.AreEqual(new() { Name = "a", Unit = "a", State = UnitState.Waiting, Since = new(2030, 1, 1, 0, 0, 3, TimeSpan.Zero), Version = 2, Reason = "because" }, moved);
        Assert.AreEqual(moved, _board.Snapshots["A"]);
        Assert.AreEqual(moved, _told.Single());
    }

    [TestMethod]
    public void The_reason_of_a_state_does_not_outlive_it()
    {
        _board.Move("a", UnitState.Waiting, s => s with { Reason = "because" });

        UnitSnapshot moved = _board.Move("a", UnitState.Starting);

        Assert.IsNull(moved.Reason);
    }

    [TestMethod]
    public void A_step_that_the_life_cycle_does_not_allow_is_refused_and_changes_nothing()
    {
        EngineException error = Assert.ThrowsExactly<EngineException>(() => _board.Move("a", UnitState.Ready));

        Assert.AreEqual("TO1401: 'a' is Declared and cannot become Ready.", error.Message);
        Assert.AreEqual(UnitState.Declared, _board.Snapshots["a"].State);
        Assert.IsEmpty(_told);
    }

    [TestMethod]
    public void A_step_is_tried_only_from_a_state_that_is_accepted()
    {
        UnitSnapshot? refused = _board.TryMove("a", UnitState.Waiting, state => state == UnitState.Stopped);
        UnitSnapshot? impossible = _board.TryMove("a", UnitState.Ready, _ => true);
        UnitSnapshot? moved = _board.TryMove("a", UnitState.Waiting, state => state == UnitState.Declared);

        Assert.IsNull(refused);
        Assert.IsNull(impossible);
        Assert.AreEqual(UnitState.Waiting, moved?.State);
    }

    [TestMethod]
    public async Task A_wait_ends_at_once_when_it_is_true_already()
    {
        UnitSnapshot found = await _board.WaitAsync(all => all["a"], CancellationToken.None).Soon();

        Assert.AreEqual(UnitState.Declared, found.State);
    }

    [TestMethod]
    public async Task A_wait_sees_the_change_that_makes_it_true()
    {
        Task<UnitSnapshot> wait = _board.WaitAsync(all => all["a"].State == UnitState.Starting ? all["a"] : null, CancellationToken.None);
        _board.Move("a", UnitState.Waiting);
        bool early = wait.IsCompleted;

        _board.Move("a", UnitState.Starting);

        Assert.AreEqual(UnitState.Starting, (await wait.Soon()).State);
        Assert.IsFalse(early);
    }

    [TestMethod]
    public async Task A_change_between_the_look_and_the_wait_is_not_missed()
    {
        bool first = true;
        Task<UnitSnapshot> wait = _board.WaitAsync(
            all =>
            {
                if (!first)
                {
                    return all["a"].State == UnitState.Waiting ? all["a"] : null;
                }

                // It has looked, has seen that it is not true, and now it becomes true.
                first = false;
                _board.Move("a", UnitState.Waiting);
                return null;
            },
            CancellationToken.None);

        Assert.AreEqual(UnitState.Waiting, (await wait.Soon()).State);
    }

    [TestMethod]
    public async Task A_wait_looks_only_when_something_has_changed()
    {
        int looks = 0;
        using CancellationTokenSource giveUp = new();
        Task<string> wait = _board.WaitAsync<string>(
            _ =>
            {
                Interlocked.Increment(ref looks);
                return null;
            },
            giveUp.Token);

        _board.Move("a", UnitState.Waiting);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref looks) == 2);
        await giveUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait).Soon();
        Assert.AreEqual(2, looks);
    }

    [TestMethod]
    public async Task Waits_of_many_threads_all_see_the_end()
    {
        for (int i = 0; i < 200; i++)
        {
            _board.Declare($"{i}", $"{i}");
        }

        Task[] waits = [.. Enumerable.Range(0, 200).Select(i => Task.Run(() => _board.WaitAsync(all => all[$"{i}"].State == UnitState.Waiting ? "" : null, CancellationToken.None)))];
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => _board.Move($"{i}", UnitState.Waiting))));

        await Task.WhenAll(waits).Soon();
    }

    // events.jsonl is read as what happened, one after the other.
    [TestMethod]
    public async Task Changes_are_told_in_the_order_in_which_they_happened()
    {
        UnitState[] life = [UnitState.Waiting, UnitState.Starting, UnitState.Running, UnitState.Exited];
        List<long> told = [];
        UnitBoard board = new(_clock, s =>
        {
            // A slow writer, so that others overtake if they can.
            Thread.SpinWait(Random.Shared.Next(500));
            told.Add(s.Version);
        });
        for (int i = 0; i < 4; i++)
        {
            board.Declare($"{i}", $"{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
        {
            for (int round = 0; round < 1000; round++)
            {
                Array.ForEach(life, state => board.Move($"{i}", state));
            }
        }))).Soon();

        Assert.HasCount(4 * 1000 * life.Length, told);
        Assert.IsEmpty(told.Zip(told.Skip(1)).Where(pair => pair.First >= pair.Second));
    }
}
