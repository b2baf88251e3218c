using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Apps;

/// <summary>
/// The running application of a test class, as one test sees it: what the test tells the proxy ends with the test. Thread-safe.
/// </summary>
/// <remarks>
/// A test gets it by a parameter, or from <see cref="Current"/>; ClassInitialize gets one whose mocks hold for the whole class.
/// </remarks>
public sealed class TestApp
{
    private static readonly AsyncLocal<TestApp?> s_current = new();

    private readonly ClassApp _class;
    private readonly IReadOnlyDictionary<string, ProxyScope> _proxies;

    internal TestApp(ClassApp @class, IReadOnlyDictionary<string, ProxyScope> proxies)
    {
        _class = @class;
        _proxies = proxies;
    }

    /// <summary>Gets the application of the test, or of the class, that is executing.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is none: the class is not marked, or its application is still being started.
    /// </exception>
    public static TestApp Current => s_current.Value
        ?? TestSession.Current?.FindCurrentApp()
        ?? throw new InvalidOperationException("TO4001: There is no application here. Mark the test class with [DistributedTestClass<Projects.YourAppHost>]; in ClassInitialize, await TestContext.GetAppAsync() first.");

    /// <summary>Gets Aspire's application: its services, its model, and everything that Aspire offers on it.</summary>
    public DistributedApplication Application => _class.Hosted.Application;

    /// <summary>Gets the name of the application, unique in its run: it names its directories.</summary>
    public string Id => _class.Application.Id;

    /// <summary>Gets the lane that it runs in.</summary>
    public Lane Lane => _class.Application.Lane;

    /// <summary>Gets the loopback address that all its resources listen on.</summary>
    public IPAddress Address => _class.Application.Address;

    /// <summary>Gets the directory of what is kept of the application: logs, traffic.</summary>
    public string Directory => _class.Application.Directory;

    /// <summary>Gets Aspire's notifications: the states of resources, and waits for them.</summary>
    public ResourceNotificationService ResourceNotifications => _class.Hosted.Notifications;

    /// <summary>Gets the intercepting proxy of the application, as far as this test is concerned.</summary>
    /// <exception cref="InvalidOperationException">The application has none, or more than one.</exception>
    public ProxyScope Proxy => _proxies.Count == 1
        ? _proxies.Values.Single()
        : throw new InvalidOperationException(_proxies.Count == 0
            ? "TO4002: The application has no intercepting proxy. Add one in the app host: AddInterceptingProxy(\"proxy\"), and WithProxy on the services that call outside."
            : $"TO4002: The application has several intercepting proxies. Name one: GetProxy({string.Join(" or ", _proxies.Keys.Order(StringComparer.Ordinal).Select(n => $"\"{n}\""))}).");

    /// <summary>Gets one of several intercepting proxies, as far as this test is concerned.</summary>
    /// <param name="resource">The name of the proxy's resource.</param>
    /// <returns>The proxy.</returns>
    /// <exception cref="KeyNotFoundException">There is no such proxy.</exception>
    public ProxyScope GetProxy(string resource) => _proxies.TryGetValue(resource, out ProxyScope? proxy)
        ? proxy
        : throw new KeyNotFoundException($"TO4003: The application has no intercepting proxy '{resource}'. It has: {string.Join(", ", _proxies.Keys.Order(StringComparer.Ordinal).Select(n => $"'{n}'"))}.");

    /// <summary>Makes an HTTP client that speaks to a resource directly, not through a proxy, and trusts its certificate.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="endpoint">
    /// The name of the endpoint; the default is the first HTTP endpoint, preferring <c>http</c> to <c>https</c>.
    /// </param>
    /// <returns>The client, with its base address set. The caller disposes of it.</returns>
    public HttpClient CreateHttpClient(string resource, string? endpoint = null)
    {
        SocketsHttpHandler handler = new() { UseProxy = false };
        return new(handler) { BaseAddress = GetEndpoint(resource, endpoint) };
    }

    /// <summary>Gets the address of an endpoint.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="endpoint">
    /// The name of the endpoint; the default is the first HTTP endpoint, preferring <c>http</c> to <c>https</c>, else the first of any
    /// kind.
    /// </param>
    /// <returns>The address; of several replicas the one that leads to all of them.</returns>
    /// <exception cref="ArgumentException">There is no such resource or endpoint; the message lists those that there are.</exception>
    public Uri GetEndpoint(string resource, string? endpoint = null) => _class.Hosted.GetEndpoint(resource, endpoint);

    /// <summary>Gets the connection string of a resource.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection string.</returns>
    public async Task<string> GetConnectionStringAsync(string resource, CancellationToken cancellationToken = default) =>
        await _class.Hosted.GetConnectionStringAsync(resource, cancellationToken).ConfigureAwait(false) ?? "";

    /// <summary>
    /// Stops a resource as it would end in production. What it holds stays, and it stays stopped until somebody starts it.
    /// </summary>
    /// <param name="resource">The name of the resource.</param>
    public Task StopResourceAsync(string resource) => _class.Hosted.StopResourceAsync(resource);

    /// <summary>
    /// Starts a resource that was stopped, has ended, or was declared with WithExplicitStart, and waits until it is ready.
    /// </summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task StartResourceAsync(
        string resource,
        CancellationToken cancellationToken = default) =>
        _class.Hosted.StartResourceAsync(resource, cancellationToken);

    /// <summary>Stops a resource, and starts it again at the same address.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task RestartResourceAsync(
        string resource,
        CancellationToken cancellationToken = default) =>
        _class.Hosted.RestartResourceAsync(resource, cancellationToken);

    /// <summary>Reads what a resource has written to its log so far.</summary>
    /// <param name="resource">The name of the resource, or of one of its replicas.</param>
    /// <returns>The text; empty if it has written nothing.</returns>
    public string ReadLog(string resource) => LogFile.Read(_class.Application.LogFileOf(resource));

    /// <summary>Makes this the current one of the flow of execution, and of what flows from it.</summary>
    internal void Enter() => s_current.Value = this;
}
