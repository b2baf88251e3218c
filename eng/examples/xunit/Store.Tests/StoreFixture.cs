using Aspire.Hosting;

namespace Store.Tests;

/// <summary>The application of a test class, as the documentation of Aspire.Hosting.Testing makes it, and one line more.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private DistributedApplication? _application;

    public HttpClient CreateClient() => _application!.CreateHttpClient("api");

    public async ValueTask InitializeAsync()
    {
        IDistributedApplicationTestingBuilder builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Store_AppHost>();
        builder.UseLocalEngine();
        _application = await builder.BuildAsync();
        await _application.StartAsync();
        await _application.ResourceNotifications.WaitForResourceHealthyAsync("api");
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
    }
}
