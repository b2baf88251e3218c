using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;

#pragma warning disable IDE0130
namespace Aspire.Hosting;
#pragma warning restore IDE0130

/// <summary>Adds intercepting proxies, and points resources at them.</summary>
public static class ProxyBuilderExtensions
{
    /// <summary>Adds an intercepting proxy.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port; the default is 8080 on the application's own address.</param>
    /// <returns>A builder for the proxy.</returns>
    public static IResourceBuilder<InterceptingProxyResource> AddInterceptingProxy(
        this IDistributedApplicationBuilder builder,
        string name,
        int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        InterceptingProxyResource proxy = new(name);
        if (!builder.ExecutionContext.IsPublishMode)
        {
            // Aspire's own engine does not know the proxy; the local engine does.
            DcpApplicationService.Install(builder, LocalEngineSettings.Create(builder, Lane.Aspire));
        }

        return builder.AddResource(proxy)
            .WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: InterceptingProxyResource.EndpointName, port: port, isProxied: false))
            .WithAnnotation(new UnitProviderAnnotation(InterceptingProxyProvider.Kind, new InterceptingProxyProvider(proxy)) { OwnAddressPort = InterceptingProxyProvider.OwnAddressPort })
            .WithInitialState(new() { ResourceType = InterceptingProxyProvider.Kind, Properties = [] })
            .WithIconName("ArrowRouting")
            .WithCommand("clear-mocks", "Clear mocks", context => Task.FromResult(InterceptingProxyCommands.ClearMocks(proxy)))
            .WithCommand("save-har", "Save HAR", context => InterceptingProxyCommands.SaveHarAsync(proxy, context))
            .ExcludeFromManifest();
    }

    /// <summary>
    /// Points the resource at a proxy, by environment variables alone: <c>HTTPS_PROXY</c> and its kin, and those by which clients trust the
    /// proxy's CA. What the resource calls inside of the application goes directly.
    /// </summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="proxy">The proxy.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithProxy<T>(this IResourceBuilder<T> builder, IResourceBuilder<InterceptingProxyResource> proxy)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(proxy);
        return builder
            .WithEnvironment(context => ProxyVariables.Add(context, proxy.Resource))
            .WithReferenceRelationship(proxy.Resource)
            .WithAnnotation(new WaitAnnotation(proxy.Resource, WaitType.WaitUntilStarted));
    }

    /// <summary>
    /// Leads what the resource connects to outside of the machine to a proxy, without its knowledge: for programs that ignore
    /// <c>HTTPS_PROXY</c> and its kin. Names are resolved for it, so that none need exist. What it calls on loopback addresses, and so
    /// inside of the application, goes directly.
    /// </summary>
    /// <remarks>
    /// Linux 5.9 or later, x64 or arm64; root is not needed. Where it is not permitted, the resource does not start (TO2680), and <c>orch
    /// doctor</c> says what helps. The resource runs as a process in every lane. The variables by which clients trust the proxy's CA are
    /// set; those that name a proxy are set and empty.
    /// </remarks>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="proxy">The proxy.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithTransparentProxy<T>(
        this IResourceBuilder<T> builder,
        IResourceBuilder<InterceptingProxyResource> proxy)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(proxy);
        return builder
            .WithAnnotation(new TransparentProxyAnnotation(proxy.Resource.PrimaryEndpoint), ResourceAnnotationMutationBehavior.Replace)
            .WithEnvironment(ProxyVariables.AddTransparent)
            .WithReferenceRelationship(proxy.Resource)
            .WithAnnotation(new WaitAnnotation(proxy.Resource, WaitType.WaitUntilStarted));
    }

    /// <summary>States an answer that the proxy gives from the start. What a test adds comes before it.</summary>
    /// <param name="builder">The proxy.</param>
    /// <param name="pattern">Which requests are answered.</param>
    /// <param name="response">The answer.</param>
    /// <returns>The proxy's builder.</returns>
    public static IResourceBuilder<InterceptingProxyResource> WithMock(
        this IResourceBuilder<InterceptingProxyResource> builder,
        Func<RequestPattern, RequestPattern> pattern,
        Func<MockResponse, MockResponse> response)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(response);
        return builder.WithAnnotation(new MockAnnotation(pattern, response));
    }

    /// <summary>States what the proxy does with requests that no mock answers.</summary>
    /// <param name="builder">The proxy.</param>
    /// <param name="policy">
    /// What it does. The default in tests is <see cref="UnmatchedRequests.LoopbackOnly"/>, and in the foreground
    /// <see cref="UnmatchedRequests.Forward"/>.
    /// </param>
    /// <returns>The proxy's builder.</returns>
    public static IResourceBuilder<InterceptingProxyResource> WithUnmatchedRequests(
        this IResourceBuilder<InterceptingProxyResource> builder,
        UnmatchedRequests policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new UnmatchedRequestsAnnotation(policy), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>
    /// Has a test fail, although it passed, when a client did something that the proxy has no answer for: a request or tunnel that no mock
    /// answers and nothing lets through, a certificate that was refused.
    /// </summary>
    /// <remarks>
    /// Without it such things are listed when a test fails for another reason. <see cref="ProxyScope.IgnoreProblems"/> excepts some.
    /// </remarks>
    /// <param name="builder">The proxy.</param>
    /// <returns>The proxy's builder.</returns>
    public static IResourceBuilder<InterceptingProxyResource> WithStrictTraffic(this IResourceBuilder<InterceptingProxyResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new StrictTrafficAnnotation(), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>
    /// Has each test recorded to a HAR file of its own beside the tests, <c>Recordings/Class/Test.har</c>, or answered from it. Mocks go
    /// before it.
    /// </summary>
    /// <remarks>
    /// What is done is said for the whole run: <c>--recordings record|replay|auto|update|off</c>. A file is written only when its test
    /// passed.
    /// </remarks>
    /// <param name="builder">The proxy.</param>
    /// <param name="configure">Says what else holds; it gets file and mode of a test. <see langword="null"/> keeps the defaults.</param>
    /// <returns>The proxy's builder.</returns>
    public static IResourceBuilder<InterceptingProxyResource> WithRecording(
        this IResourceBuilder<InterceptingProxyResource> builder,
        Func<RecordingOptions, RecordingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new RecordingAnnotation(configure ?? (o => o)), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>States that the proxy does not open the TLS of a host: its bytes are carried unread.</summary>
    /// <param name="builder">The proxy.</param>
    /// <param name="host">The host: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</param>
    /// <returns>The proxy's builder.</returns>
    public static IResourceBuilder<InterceptingProxyResource> WithTunnel(
        this IResourceBuilder<InterceptingProxyResource> builder,
        string host)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        return builder.WithAnnotation(new TunnelAnnotation(host));
    }
}
