using TestOrchestrator.Engine.Sharing;

namespace TestOrchestrator.Engine.Tests.Sharing;

[TestClass]
public sealed class SharedServicesTests
{
    private readonly List<string> _journal = [];

    [TestMethod]
    public async Task There_is_one_of_a_type_however_many_ask_at_once()
    {
        await using SharedServices services = new();
        int made = 0;

        Service[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => services.Get(() =>
        {
            Interlocked.Increment(ref made);
            return new Service(_journal, "one");
        }))));

        Assert.AreEqual(1, made);
        Assert.HasCount(1, all.Distinct());
    }

    [TestMethod]
    public async Task What_could_not_be_made_is_made_again_when_it_is_asked_for_again()
    {
        await using SharedServices services = new();

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => services.Get<Service>(() => throw new InvalidOperationException("Not today.")));
        Service service = services.Get(() => new Service(_journal, "made"));

        Assert.AreEqual("Not today.", error.Message);
        Assert.AreSame(service, services.Get<Service>(() => throw new InvalidOperationException("It is there.")));
    }

    [TestMethod]
    public async Task All_are_disposed_of_last_made_first_and_once()
    {
        SharedServices services = new();

        // The second is made of the first, though it was asked for before.
        services.Get(() => new AsyncService(_journal, services.Get(() => new Service(_journal, "first")), "second"));
        services.Get(() => new object());

        await services.DisposeAsync();
        await services.DisposeAsync();

        Assert.AreEqual("second, first", string.Join(", ", _journal));
    }

    [TestMethod]
    public async Task One_that_fails_does_not_keep_the_others_from_being_disposed_of()
    {
        SharedServices services = new();
        Service first = services.Get(() => new Service(_journal, "first"));
        services.Get(() => new AsyncService(_journal, first, "second") { Fails = true });

        AggregateException error = await Assert.ThrowsExactlyAsync<AggregateException>(() => services.DisposeAsync().AsTask());

        Assert.AreEqual("second has failed.", error.InnerExceptions.Single().Message);
        Assert.AreEqual("second, first", string.Join(", ", _journal));
    }

    private sealed class Service(List<string> journal, string name) : IDisposable
    {
        public void Dispose() => journal.Add(name);
    }

    private sealed class AsyncService(List<string> journal, Service of, string name) : IAsyncDisposable
    {
        public Service Of => of;

        public bool Fails { get; init; }

        public ValueTask DisposeAsync()
        {
            journal.Add(name);
            return Fails ? throw new InvalidOperationException($"{name} has failed.") : ValueTask.CompletedTask;
        }
    }
}
