namespace Store.Tests;

/// <summary>Two classes at the same time: each has a database of its own.</summary>
public abstract class ItemTests(StoreFixture store)
{
    [Fact]
    public async Task The_first_item_is_the_only_one()
    {
        using HttpClient api = store.CreateClient();

        using HttpResponseMessage added = await api.PostAsync("/items/book", null, TestContext.Current.CancellationToken);

        added.EnsureSuccessStatusCode();
        Assert.Equal("1", await api.GetStringAsync("/items/count", TestContext.Current.CancellationToken));
    }
}

public sealed class FirstItemTests(StoreFixture store) : ItemTests(store), IClassFixture<StoreFixture>;

public sealed class SecondItemTests(StoreFixture store) : ItemTests(store), IClassFixture<StoreFixture>;
