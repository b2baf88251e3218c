using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Proxies;

[TestClass]
public sealed class ContainerProxiesTests
{
    [TestMethod]
    public async Task A_container_finds_its_proxy_and_the_authority_where_a_container_has_them()
    {
        IReadOnlyDictionary<string, string> variables = await VariablesAsync();

        Assert.AreEqual("http://aspire.dev.internal:4711", variables["HTTPS_PROXY"]);
        Assert.AreEqual("localhost,127.0.0.1,::1,.dev.internal,caller,other", variables["NO_PROXY"]);
        foreach (string name in new[] { "SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS" })
        {
            Assert.AreEqual("/inside/cert.pem", variables[name], name);
        }

        string java = variables["JAVA_TOOL_OPTIONS"];
        StringAssert.Contains(java, "-Dhttps.proxyHost=aspire.dev.internal -Dhttps.proxyPort=4711");
        StringAssert.Contains(java, "-Djavax.net.ssl.trustStore=\"/inside/bundles/");
        Assert.AreEqual("its own", variables["ALL_PROXY"], "What the app host says after WithProxy holds.");
    }

    private static async Task<IReadOnlyDictionary<string, string>> VariablesAsync()
    {
        IDistributedApplicationBuilder? made = null;
        await using LocalApplication application = LocalApplication.Build(builder =>
        {
            made = builder;
            builder.AddContainer("caller", "acme/caller").WithProxy(builder.AddInterceptingProxy("proxy")).WithEnvironment("ALL_PROXY", "its own");
            builder.AddContainer("other", "acme/other");
        });
        EndpointAnnotation endpoint = application.Model.Resources.OfType<InterceptingProxyResource>().Single().Annotations.OfType<EndpointAnnotation>().Single();
        NetworkIdentifier network = KnownNetworkIdentifiers.DefaultAspireContainerNetwork;
        endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
            network,
            new(endpoint, "aspire.dev.internal", 4711, EndpointBindingMode.SingleAddress, targetPortExpression: null, network));
        ContainerProxies.Apply(made!, application.Model, ContainerProxies.Of(application.Model), reach: null);

#pragma warning disable ASPIRECERTIFICATES001
        IExecutionConfigurationResult result = await ExecutionConfigurationBuilder
            .Create(application.Model.Resources.Single(r => r.Name == "caller"))
            .WithEnvironmentVariablesConfig()
            .WithCertificateTrustConfig(_ => new()
            {
                CertificateBundlePath = ReferenceExpression.Create($"/inside/cert.pem"),
                CertificateDirectoriesPath = ReferenceExpression.Create($"/inside/certs"),
                RootCertificatesPath = "/inside",
                IsContainer = true,
            })
            .BuildAsync(application.Services.GetRequiredService<DistributedApplicationExecutionContext>(), NullLogger.Instance, default);
#pragma warning restore ASPIRECERTIFICATES001
        Assert.IsNull(result.Exception);
        return result.EnvironmentVariables.ToDictionary();
    }
}
