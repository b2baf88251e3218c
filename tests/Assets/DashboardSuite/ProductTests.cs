namespace DashboardSuite;

[DistributedTestClass<Projects.AppHost>]
public sealed class ProductTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task A_product_has_a_page(TestApp app)
    {
        using HttpClient api = app.CreateHttpClient("api");

        string product = await api.GetStringAsync(new Uri("products/book", UriKind.Relative));

        StringAssert.Contains(product, "book");
        await Gate.OpenedAsync(TestContext.CancellationToken);
    }
}

[DistributedTestClass<Projects.AppHost>]
public sealed class FailingTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task A_product_is_free(TestApp app)
    {
        using HttpClient api = app.CreateHttpClient("api");

        string product = await api.GetStringAsync(new Uri("products/book", UriKind.Relative));

        StringAssert.Contains(product, "free of charge");
    }

    [TestMethod]
    public Task Another_test_goes_on() => Gate.OpenedAsync(TestContext.CancellationToken);
}

/// <summary>Tests that end when the one who looks at the run makes a file.</summary>
internal static class Gate
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    public static async Task OpenedAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("GATE_FILE") is not { Length: > 0 } file)
        {
            return;
        }

        long begun = TimeProvider.System.GetTimestamp();
        while (!File.Exists(file))
        {
            Assert.IsLessThan(s_limit, TimeProvider.System.GetElapsedTime(begun), $"'{file}' was not made.");
            await Task.Delay(s_interval, TimeProvider.System, cancellationToken);
        }
    }
}
