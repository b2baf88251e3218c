// Makes a file when it hangs: the run can then be ended in one way or another.
[DistributedTestClass<Projects.AppHost>]
public sealed class HangingTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Hangs(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        await greeter.GetStringAsync("/");
        await File.WriteAllTextAsync(Environment.GetEnvironmentVariable("HANGING_FILE")!, app.Id);
        await Task.Delay(TimeSpan.FromMinutes(5), TestContext.CancellationToken);
    }
}

[DistributedTestClass<Projects.AppHost>]
public sealed class TimeoutTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [Timeout(500, CooperativeCancellation = true)]
    public async Task Takes_too_long(TestApp app) => await Task.Delay(TimeSpan.FromMinutes(5), TestContext.CancellationToken);
}
