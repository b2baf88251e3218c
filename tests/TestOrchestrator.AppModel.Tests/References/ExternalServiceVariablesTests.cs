using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.References;

[TestClass]
public sealed class ExternalServiceVariablesTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task A_service_elsewhere_is_found_by_its_name_and_scheme()
    {
        _app.AddProgram("web").WithReference(_app.Builder.AddExternalService("pay-api", "https://api.example.com"));

        Assert.AreEqual("""
            PAY_API=https://api.example.com/
            services__pay-api__https__0=https://api.example.com/
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task An_address_can_be_a_uri()
    {
        _app.AddProgram("web").WithReference(_app.Builder.AddExternalService("pay", new Uri("http://api.example.com:8080/v1/")));

        Assert.AreEqual("""
            PAY=http://api.example.com:8080/v1/
            services__pay__http__0=http://api.example.com:8080/v1/
            """, await _app.Start().EnvironmentOf("web"));
    }

    // Aspire knows the scheme of such an address only when it runs, and then names it in both variables; the value is the parameter's own.
    [TestMethod]
    public async Task An_address_that_is_a_parameter_is_found_by_scheme_and_is_the_parameters_value()
    {
        _app["Parameters:pay-url"] = "https://api.example.com";
        _app.AddProgram("web").WithReference(_app.Builder.AddExternalService("pay-api", _app.Builder.AddParameter("pay-url")));

        Assert.AreEqual("""
            PAY_API_HTTPS=https://api.example.com
            services__pay-api__https__0=https://api.example.com
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_parameter_that_is_no_address_says_so_when_the_application_starts()
    {
        _app.AddProgram("web").WithReference(_app.Builder.AddExternalService("pay", _app.Builder.AddParameter("url", "pay.example.com")));

        AppModelException e = await Assert.ThrowsExactlyAsync<AppModelException>(() => _app.Start().EnvironmentOf("web"));

        Assert.AreEqual("TO1113: 'pay.example.com' cannot be the address of the external service 'pay': it is not an absolute address. Give an absolute http or https address, such as 'https://api.example.com/'.", e.Message);
    }

    [TestMethod]
    public async Task A_secret_that_is_no_address_is_not_shown()
    {
        _app.AddProgram("web").WithReference(_app.Builder.AddExternalService("pay", _app.Builder.AddParameter("url", "ann:hunter2@pay.example.com", secret: true)));

        AppModelException e = await Assert.ThrowsExactlyAsync<AppModelException>(() => _app.Start().EnvironmentOf("web"));

        Assert.AreEqual("TO1113: '{url.value}' cannot be the address of the external service 'pay': it is not an absolute address. Give an absolute http or https address, such as 'https://api.example.com/'.", e.Message);
    }

    [TestMethod]
    public async Task It_can_be_the_value_of_a_variable_of_any_name()
    {
        IResourceBuilder<ExternalServiceResource> stated = _app.Builder.AddExternalService("stated", "https://a.example.com");
        IResourceBuilder<ExternalServiceResource> configured = _app.Builder.AddExternalService("configured", _app.Builder.AddParameter("url", "https://b.example.com"));
        _app.AddProgram("web")
            .WithEnvironment("A", stated)
            .WithEnvironment("B", configured)
            .WithEnvironment("C", $"{stated}v1");

        Assert.AreEqual("""
            A=https://a.example.com/
            B=https://b.example.com
            C=https://a.example.com/v1
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public void It_says_what_it_was_given()
    {
        IResourceBuilder<ParameterResource> url = _app.Builder.AddParameter("url", "https://b.example.com");
        ExternalServiceResource stated = _app.Builder.AddExternalService("stated", "https://a.example.com").Resource;
        ExternalServiceResource configured = _app.Builder.AddExternalService("configured", url).Resource;
        ExternalServiceResource wrong = _app.Builder.AddExternalService("wrong", "a.example.com").Resource;

        Assert.AreEqual((new Uri("https://a.example.com/"), null, "https://a.example.com"), (stated.Uri, stated.UrlParameter, stated.ValueExpression));
        Assert.AreEqual((null, url.Resource, "{url.value}"), (configured.Uri, configured.UrlParameter, configured.ValueExpression));
        Assert.AreEqual((null, null, "a.example.com"), (wrong.Uri, wrong.UrlParameter, wrong.ValueExpression));
    }
}
