namespace Shop.Tests.Support;

/// <summary>The time in which a resource is stopped. It ends with the test at the latest, so that the next one finds the application whole.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private readonly TestApp _app;
    private readonly string _resource;

    private Outage(TestApp app, string resource) => (_app, _resource) = (app, resource);

    public static async Task<Outage> BeginAsync(TestApp app, string resource)
    {
        await app.StopResourceAsync(resource);
        return new(app, resource);
    }

    /// <summary>Starts the resource again, and waits until it is ready.</summary>
    public Task EndAsync() => _app.StartResourceAsync(_resource);

    public async ValueTask DisposeAsync()
    {
        if (_app.State(_resource) is { } state && KnownResourceStates.TerminalStates.Contains(state))
        {
            await EndAsync();
        }
    }
}
