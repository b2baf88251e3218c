namespace TestOrchestrator.Engine.Tests.Waiting;

[TestClass]
public sealed class WaitTests
{
    private static readonly WaitOptions s_options = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly ManualTimeProvider _clock = new();
    private int _looks;

    [TestMethod]
    public async Task What_is_true_already_is_not_waited_for()
    {
        await WaitAsync(() => Observation.Satisfied).Soon();

        Assert.AreEqual(1, _looks);
    }

    [TestMethod]
    public async Task It_looks_again_after_the_interval()
    {
        Task wait = WaitAsync(() => _looks == 2 ? Observation.Satisfied : Observation.NotYet("nothing"));
        await _clock.TimerArmedAsync(s_options.FirstInterval).Soon();
        int before = _looks;

        _clock.Advance(s_options.FirstInterval);

        await wait.Soon();
        Assert.AreEqual(1, before);
        Assert.AreEqual(2, _looks);
    }

    [TestMethod]
    public async Task When_the_limit_has_passed_it_tells_what_it_saw_last()
    {
        Task wait = WaitAsync(() => Observation.NotYet($"{_looks} of 3"));
        await _clock.TimerArmedAsync(s_options.FirstInterval).Soon();
        _clock.Advance(s_options.FirstInterval);
        await Eventually.IsTrueAsync(() => _looks == 2);
        await _clock.TimerArmedAsync(s_options.Next(s_options.FirstInterval, s_options.FirstInterval)).Soon();

        _clock.Advance(TimeSpan.FromSeconds(30));

        TimeoutException error = await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait).Soon();
        Assert.AreEqual($"Waited 30 s for the moon. The last probe saw {_looks} of 3.", error.Message);
    }

    [TestMethod]
    public async Task A_look_that_does_not_end_is_canceled_by_the_limit()
    {
        TaskCompletionSource<Observation> never = new();
        Task wait = Wait.UntilAsync("the moon", token => new(never.Task.WaitAsync(token)), s_options, _clock, CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(30));

        TimeoutException error = await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait).Soon();
        Assert.AreEqual("Waited 30 s for the moon. The last probe saw nothing: the first probe did not finish.", error.Message);
    }

    [TestMethod]
    public async Task A_wait_that_is_canceled_is_canceled_and_not_satisfied_and_not_late()
    {
        using CancellationTokenSource giveUp = new();
        Task wait = WaitAsync(() => Observation.NotYet("nothing"), giveUp.Token);
        await _clock.TimerArmedAsync(s_options.FirstInterval).Soon();

        await giveUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait).Soon();
        Assert.IsTrue(wait.IsCanceled);
    }

    [TestMethod]
    public async Task A_wait_that_is_canceled_and_late_is_canceled()
    {
        using CancellationTokenSource giveUp = new();
        TaskCompletionSource<Observation> never = new();
        Task wait = Wait.UntilAsync(
            "the moon",
            async token =>
            {
                await Assert.ThrowsAsync<OperationCanceledException>(() => never.Task.WaitAsync(token));
                await giveUp.CancelAsync();
                token.ThrowIfCancellationRequested();
                return Observation.Satisfied;
            },
            s_options,
            _clock,
            giveUp.Token);

        _clock.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait).Soon();
    }

    [TestMethod]
    public async Task What_a_look_throws_ends_the_wait()
    {
        Task wait = WaitAsync(() => throw new InvalidOperationException("It is broken."));

        InvalidOperationException error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => wait).Soon();

        Assert.AreEqual("It is broken.", error.Message);
    }

    [TestMethod]
    public async Task A_cancellation_of_somebody_else_s_is_an_error_of_the_look()
    {
        Task wait = WaitAsync(() => throw new TaskCanceledException("Somebody else's."));

        TaskCanceledException error = await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => wait).Soon();

        Assert.AreEqual("Somebody else's.", error.Message);
    }

    [TestMethod]
    public async Task A_task_is_awaited_for_a_limited_time()
    {
        Task wait = Wait.ForAsync("the moon", new TaskCompletionSource().Task, TimeSpan.FromMilliseconds(1500), _clock, CancellationToken.None);

        _clock.Advance(TimeSpan.FromMilliseconds(1500));

        TimeoutException error = await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait).Soon();
        Assert.AreEqual("Waited 1.5 s for the moon.", error.Message);
    }

    [TestMethod]
    public async Task A_task_that_fails_with_a_limit_of_its_own_keeps_its_message()
    {
        Task wait = Wait.ForAsync("the moon", Task.FromException(new TimeoutException("Its own.")), TimeSpan.FromSeconds(1), _clock, CancellationToken.None);

        TimeoutException error = await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait).Soon();

        Assert.AreEqual("Its own.", error.Message);
    }

    [TestMethod]
    public void Pauses_grow_until_they_are_long_enough()
    {
        List<double> pauses = [];
        for (TimeSpan pause = s_options.FirstInterval; pauses.Count < 16; pause = s_options.Next(pause, TimeSpan.FromMilliseconds(999)))
        {
            pauses.Add(pause.TotalMilliseconds);
        }

        Assert.AreEqual("1 1.25 1.56 1.95 2.44 3.05 3.81 4.77 5.96 7.45 9.31 11.64 14.55 18.19 20 20", string.Join(' ', pauses.Select(p => Math.Round(p, 2))));
    }

    [TestMethod]
    public void What_takes_longer_than_a_second_is_looked_at_less_often()
    {
        List<double> pauses = [];
        for (TimeSpan pause = TimeSpan.FromMilliseconds(100); pauses.Count < 7; pause = s_options.Next(pause, TimeSpan.FromSeconds(1)))
        {
            pauses.Add(pause.TotalMilliseconds);
        }

        Assert.AreEqual("100 125 156.25 195.31 244.14 250 250", string.Join(' ', pauses.Select(p => Math.Round(p, 2))));
    }

    [TestMethod]
    public void What_was_seen_is_never_nothing()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Observation.NotYet(""));
        Assert.AreEqual("what was awaited", Observation.Satisfied.Saw);
        Assert.IsTrue(default(Observation).IsSatisfied);
    }

    private Task WaitAsync(Func<Observation> look, CancellationToken cancellationToken = default) => Wait.UntilAsync(
        "the moon",
        _ =>
        {
            _looks++;
            return new(look());
        },
        s_options,
        _clock,
        cancellationToken);
}
