using Microsoft.Playwright;
using TestOrchestrator.Clients.Tests.Browsers;

namespace TestOrchestrator.Clients.Tests.Dashboards;

/// <summary>Aspire's dashboard in a browser.</summary>
internal sealed class DashboardPage(IPage page, Uri address)
{
    public static async Task<DashboardPage> OpenAsync(Chromium chromium, Uri address)
    {
        await chromium.Page.GotoAsync(address.ToString());
        return new(chromium.Page, address);
    }

    /// <summary>Shows the resources.</summary>
    public Task ShowResourcesAsync() => page.GotoAsync(new Uri(address, "/").ToString());

    /// <summary>Waits until all of the texts are shown.</summary>
    public async Task SeeAsync(params string[] texts)
    {
        foreach (string text in texts)
        {
            // The same text is in filters, too, which are not shown.
            ILocator shown = page.GetByText(text).Filter(new() { Visible = true }).First;
            await Assertions.Expect(shown).ToBeVisibleAsync(new() { Timeout = Chromium.Limit });
        }
    }

    /// <summary>Waits until a number of rows have a text.</summary>
    public Task SeeRowsAsync(int count, string text) =>
        Assertions.Expect(Rows(text)).ToHaveCountAsync(count, new() { Timeout = Chromium.Limit });

    /// <summary>Sees the trace of the failed test: it is the root; below it are its call, and what the service did.</summary>
    public async Task SeeTraceAsync()
    {
        await page.GotoAsync(new Uri(address, "/traces").ToString());
        await page.GetByText("FailingTests: A_product_is_free").First.ClickAsync();
        await SeeAsync("GET /products/{sku}", "postgresql");
    }

    /// <summary>Executes a command of a resource, by its button or in its menu.</summary>
    public async Task ExecuteAsync(string resource, string command)
    {
        await ShowResourcesAsync();
        ILocator row = Rows(resource).First;
        ILocator button = row.GetByTitle(command, new() { Exact = true });
        ILocator menu = row.GetByTitle("Actions");
        await Assertions.Expect(menu.First).ToBeVisibleAsync(new() { Timeout = Chromium.Limit });
        if (await button.CountAsync() > 0)
        {
            await button.First.ClickAsync();
            return;
        }

        await menu.First.ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = command }).First.ClickAsync();
    }

    /// <summary>Waits until what a command has answered has a text.</summary>
    public Task SeeAnswerAsync(string text) =>
        Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Text content" }))
            .ToContainTextAsync(text, new() { Timeout = Chromium.Limit });

    private ILocator Rows(string text) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });
}
