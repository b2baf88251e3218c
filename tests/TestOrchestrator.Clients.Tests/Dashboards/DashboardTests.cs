using Microsoft.Playwright;
using TestOrchestrator.Clients.Tests.Browsers;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Clients.Tests.Dashboards;

/// <summary>
/// Aspire's dashboard, as a person sees it: of a test suite in which one class passes and one fails, while it runs and when it is over.
/// </summary>
[TestClass]
public sealed class DashboardTests
{
    private const string Passed = "Passed, 1 passed, 0 failed";
    private const string Failed = "Failed, 0 passed, 1 failed";

    [TestMethod]
    public async Task A_run_shows_its_classes_why_one_failed_and_what_a_test_did()
    {
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        using TemporaryDirectory directory = new();
        await using ShownRun suite = ShownRun.StartSuite(directory.Path, "wait");
        Uri address = await suite.WaitForAddressAsync("stays until Ctrl+C");
        IPage page = chromium.Page;
        await page.GotoAsync(address.ToString());

        await SeeAsync(page, "ProductTests", Passed, "FailingTests", Failed);
        await SeeTraceAsync(page, address);
        await SeeLogAsync(page, address);
        await page.GotoAsync(new Uri(address, "/").ToString());
        await ExecuteAsync(page, "FailingTests", "Show where the logs are");
        await SeeAsync(page, "api.log");
    }

    [TestMethod]
    public async Task A_run_that_is_over_is_shown_with_states_logs_and_traces()
    {
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        using TemporaryDirectory directory = new();
        await using (ShownRun suite = ShownRun.StartSuite(directory.Path, "1"))
        {
            await suite.WaitForEndAsync();
        }

        await using ShownRun opened = ShownRun.Open(Directory.EnumerateDirectories(directory.Path).Single());
        Uri address = await opened.WaitForAddressAsync("shows the run");
        IPage page = chromium.Page;
        await page.GotoAsync(address.ToString());

        await SeeAsync(page, "ProductTests", Passed, "FailingTests", Failed, "Running until the end");
        await SeeTraceAsync(page, address);
        await SeeLogAsync(page, address);
    }

    private static async Task SeeAsync(IPage page, params string[] texts)
    {
        foreach (string text in texts)
        {
            // The same text is in filters, too, which are not shown.
            ILocator shown = page.GetByText(text).Filter(new() { Visible = true }).First;
            await Assertions.Expect(shown).ToBeVisibleAsync(new() { Timeout = Chromium.Limit });
        }
    }

    // The test is the root; below it are its call, and what the service did for that.
    private static async Task SeeTraceAsync(IPage page, Uri address)
    {
        await page.GotoAsync(new Uri(address, "/traces").ToString());
        await page.GetByText("FailingTests: A_product_is_free").First.ClickAsync();
        await SeeAsync(page, "GET /products/{sku}", "postgresql");
    }

    private static async Task SeeLogAsync(IPage page, Uri address)
    {
        await page.GotoAsync(new Uri(address, "/").ToString());
        await ExecuteAsync(page, "FailingTests", "Console logs");
        await SeeAsync(page, "A_product_is_free failed.");
    }

    private static async Task ExecuteAsync(IPage page, string resource, string command)
    {
        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = resource }).First;
        await row.GetByTitle(command).First.ClickAsync();
    }
}
