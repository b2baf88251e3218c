using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.TestKit;
using TestOrchestrator.Testing.Adapters;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Tests.Sessions;

[TestClass]
public sealed class ClassAppPoolTests
{
    private readonly FakeApps _apps = new();

    [TestMethod]
    public async Task The_application_of_a_class_is_started_once_however_many_ask()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);

        string[] got = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => pool.GetAsync(Class("A")))).Soon();

        CollectionAssert.AreEqual(Enumerable.Repeat("app of A", 10).ToArray(), got);
        CollectionAssert.AreEqual(new[] { "start A" }, _apps.Log);
    }

    [TestMethod]
    public async Task The_first_of_the_plan_are_started_ahead_of_need()
    {
        ClassAppPool<string> pool = Pool(ahead: 2);

        pool.EnsurePlanned(() => [Class("A", 1), Class("B", 1), Class("C", 1)]);

        await _apps.HasAsync("start A", "start B").Soon();
        CollectionAssert.AreEquivalent(new[] { "start A", "start B" }, _apps.Log);
    }

    [TestMethod]
    public async Task The_next_of_the_plan_is_started_when_a_class_is_done()
    {
        ClassAppPool<string> pool = Pool(ahead: 1);
        pool.EnsurePlanned(() => [Class("A", 1), Class("B", 1)]);
        await _apps.HasAsync("start A").Soon();

        pool.TestStarted("A", "1");
        pool.TestFinished("A", "1");

        await _apps.HasAsync("start B", "stop app of A").Soon();
    }

    [TestMethod]
    public void A_plan_that_is_not_known_yet_is_asked_for_again_and_a_known_one_is_not()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);
        int asked = 0;

        pool.EnsurePlanned(() => { asked++; return null; });
        pool.EnsurePlanned(() => { asked++; return []; });
        pool.EnsurePlanned(() => { asked++; return []; });

        Assert.AreEqual(2, asked);
    }

    [TestMethod]
    public async Task The_application_goes_as_soon_as_the_last_planned_test_has_ended()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);
        pool.EnsurePlanned(() => [Class("A", 2)]);
        await pool.GetAsync(Class("A")).Soon();

        pool.TestStarted("A", "1");
        pool.TestFinished("A", "1");
        CollectionAssert.AreEqual(new[] { "start A" }, _apps.Log);
        pool.TestStarted("A", "2");
        pool.TestFinished("A", "2");

        await _apps.HasAsync("stop app of A").Soon();
    }

    [TestMethod]
    public async Task It_stays_while_a_test_is_running_that_runs_beside_the_last_one()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);
        pool.EnsurePlanned(() => [Class("A", 2)]);
        await pool.GetAsync(Class("A")).Soon();
        pool.TestStarted("A", "1");
        pool.TestStarted("A", "2");

        pool.TestFinished("A", "2");
        CollectionAssert.AreEqual(new[] { "start A" }, _apps.Log);
        pool.TestFinished("A", "1");

        await _apps.HasAsync("stop app of A").Soon();
    }

    [TestMethod]
    public async Task Without_a_plan_it_stays_until_the_session_ends()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);
        await pool.GetAsync(Class("A")).Soon();
        pool.TestStarted("A", "1");
        pool.TestFinished("A", "1");
        CollectionAssert.AreEqual(new[] { "start A" }, _apps.Log);

        await pool.StopAllAsync().Soon();

        CollectionAssert.AreEqual(new[] { "start A", "stop app of A" }, _apps.Log);
    }

    [TestMethod]
    public async Task A_class_of_which_no_test_runs_is_never_started()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);
        pool.EnsurePlanned(() => [Class("A", 1)]);

        pool.TestStarted("A", "ignored");
        pool.TestFinished("A", "ignored");
        await pool.StopAllAsync().Soon();

        CollectionAssert.AreEqual(Array.Empty<string>(), _apps.Log);
    }

    [TestMethod]
    public async Task Asking_for_an_application_that_has_gone_says_so()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);
        await pool.GetAsync(Class("A")).Soon();
        await pool.StopAllAsync().Soon();

        ObjectDisposedException e = await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => pool.GetAsync(Class("A")));

        StringAssert.StartsWith(e.Message, "The application of 'A' has been stopped already.");
    }

    [TestMethod]
    public async Task The_end_of_the_session_ends_a_start_that_is_under_way()
    {
        _apps.Held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ClassAppPool<string> pool = Pool(ahead: 0);
        Task<string> starting = pool.GetAsync(Class("A"));
        await _apps.HasAsync("start A").Soon();

        await pool.StopAllAsync().Soon();

        await Assert.ThrowsAsync<OperationCanceledException>(() => starting).Soon();
        CollectionAssert.AreEqual(new[] { "start A" }, _apps.Log);
    }

    [TestMethod]
    public async Task A_start_that_fails_fails_every_one_who_asks_and_is_not_tried_again()
    {
        _apps.Failure = new InvalidOperationException("no room");
        ClassAppPool<string> pool = Pool(ahead: 0);

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => pool.GetAsync(Class("A"))).Soon();
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => pool.GetAsync(Class("A"))).Soon();
        await pool.StopAllAsync().Soon();

        CollectionAssert.AreEqual(new[] { "start A" }, _apps.Log);
    }

    [TestMethod]
    public async Task Stopping_everything_twice_stops_each_application_once()
    {
        ClassAppPool<string> pool = Pool(ahead: 0);
        await pool.GetAsync(Class("A")).Soon();

        await Task.WhenAll(pool.StopAllAsync(), pool.StopAllAsync()).Soon();

        CollectionAssert.AreEqual(new[] { "start A", "stop app of A" }, _apps.Log);
    }

    [TestMethod]
    public async Task What_was_started_early_is_not_started_again_by_the_plan()
    {
        ClassAppPool<string> pool = Pool(ahead: 2);
        pool.WarmEarly([Class("A"), Class("B"), Class("C")]);
        await _apps.HasAsync("start A", "start B").Soon();

        pool.EnsurePlanned(() => [Class("B", 1), Class("C", 1)]);
        await _apps.HasAsync("start C").Soon();

        CollectionAssert.AreEquivalent(new[] { "start A", "start B", "start C" }, _apps.Log);
    }

    private static PlannedClass Class(string name, int? tests = null) => new() { Name = name, Tests = tests, AppHost = new AppHostRequest { AppHost = typeof(ClassAppPoolTests) } };

    private ClassAppPool<string> Pool(int ahead) => new(new() { StartAsync = _apps.StartAsync, StopAsync = _apps.StopAsync }, ahead);
}
