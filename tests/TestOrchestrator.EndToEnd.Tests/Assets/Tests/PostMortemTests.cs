[DistributedTestClass<Projects.AppHost>]
public sealed class PostMortemTests
{
    private static TestApp s_app = null!;

    [TestMethod]
    public void Passes(TestApp app) => s_app = app;

    // After the last test has reported: nothing but the post-mortem can see it.
    [ClassCleanup]
    public static async Task Cleanup()
    {
        using HttpClient greeter = s_app.CreateHttpClient("greeter");
        await greeter.GetAsync("/die");
        await s_app.ResourceNotifications.WaitForResourceAsync("greeter", KnownResourceStates.TerminalStates);
    }
}
