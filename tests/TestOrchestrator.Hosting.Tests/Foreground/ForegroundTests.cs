using System.Reflection;
using Microsoft.Extensions.Configuration;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Foreground;

namespace TestOrchestrator.Hosting.Tests.Foreground;

[TestClass]
public sealed class ForegroundTests
{
    private static readonly Dictionary<string, string?> s_template = new()
    {
        ["ASPNETCORE_URLS"] = "https://localhost:17001;http://localhost:15001",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "https://localhost:21001",
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = "https://localhost:22001",
    };

    [TestMethod]
    public void Without_a_development_certificate_the_dashboard_of_a_template_speaks_http()
    {
        IConfiguration configuration = Configure(s_template);

        DashboardTransport.Prepare(configuration, () => false);

        Assert.AreEqual("true", configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"]);
        Assert.AreEqual("http://localhost:15001", configuration["ASPNETCORE_URLS"]);
        Assert.AreEqual("http://localhost:21001", configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"]);
        Assert.AreEqual("http://localhost:22001", configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]);
    }

    [TestMethod]
    public void An_address_that_is_https_alone_becomes_http()
    {
        IConfiguration configuration = Configure(new(s_template) { ["ASPNETCORE_URLS"] = "https://localhost:17001" });

        DashboardTransport.Prepare(configuration, () => false);

        Assert.AreEqual("http://localhost:17001", configuration["ASPNETCORE_URLS"]);
    }

    [TestMethod]
    public void With_a_development_certificate_nothing_changes()
    {
        IConfiguration configuration = Configure(s_template);

        DashboardTransport.Prepare(configuration, () => true);

        Assert.AreEqual(s_template["ASPNETCORE_URLS"], configuration["ASPNETCORE_URLS"]);
        Assert.IsNull(configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"]);
    }

    [TestMethod]
    [DataRow("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true")]
    [DataRow("Kestrel:Certificates:Default:Path", "/a/certificate.pem")]
    public void What_the_app_host_has_decided_stays(string name, string value)
    {
        IConfiguration configuration = Configure(new(s_template) { [name] = value });

        DashboardTransport.Prepare(configuration, () => false);

        Assert.AreEqual(s_template["ASPNETCORE_URLS"], configuration["ASPNETCORE_URLS"]);
    }

    [TestMethod]
    public void An_error_of_ours_is_its_message_and_one_of_the_app_host_names_it_and_says_where()
    {
        Assembly appHost = typeof(ForegroundTests).Assembly;
        DefinitionException refused = new([new() { Code = "TO1131", Unit = "ledger", Message = "No program for 'ledger'." }]);
        InvalidOperationException thrown = Assert.ThrowsExactly<InvalidOperationException>(
            () => throw new InvalidOperationException("not today"));

        Assert.AreEqual(refused.Message, ForegroundProcess.Describe(new AggregateException(refused), appHost));
        string said = ForegroundProcess.Describe(new AggregateException(thrown), appHost);
        StringAssert.StartsWith(
            said,
            "TO1703: The app host 'TestOrchestrator.Hosting.Tests' failed: System.InvalidOperationException: not today");
        StringAssert.Contains(said, nameof(An_error_of_ours_is_its_message_and_one_of_the_app_host_names_it_and_says_where));
    }

    private static IConfiguration Configure(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
