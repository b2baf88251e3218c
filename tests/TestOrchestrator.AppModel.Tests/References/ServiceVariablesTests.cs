namespace TestOrchestrator.AppModel.Tests.References;

[TestClass]
public sealed class ServiceVariablesTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task A_service_is_found_by_scheme_and_by_endpoint()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("Shop-api").WithHttpEndpoint().WithHttpsEndpoint();
        _app.AddProgram("web").WithReference(api);

        Assert.AreEqual("""
            SHOP_API_HTTP=http://127.0.0.9:5001
            SHOP_API_HTTPS=https://127.0.0.9:5002
            services__Shop-api__http__0=http://127.0.0.9:5001
            services__Shop-api__https__0=https://127.0.0.9:5002
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task An_endpoint_of_another_name_is_found_by_its_name()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint(name: "Admin-ui").WithEndpoint(scheme: "tcp", name: "raw");
        _app.AddProgram("web").WithReference(api);

        Assert.AreEqual("""
            API_ADMIN_UI=http://127.0.0.9:5001
            API_RAW=tcp://127.0.0.9:5002
            services__api__Admin-ui__0=http://127.0.0.9:5001
            services__api__raw__0=tcp://127.0.0.9:5002
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task Two_endpoints_of_a_scheme_have_two_indexes()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint().WithHttpEndpoint(name: "https");
        _app.AddProgram("web").WithReference(api);

        Assert.AreEqual("""
            API_HTTP=http://127.0.0.9:5001
            API_HTTPS=http://127.0.0.9:5002
            services__api__http__0=http://127.0.0.9:5001
            services__api__http__1=http://127.0.0.9:5002
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task Each_replica_has_an_index()
    {
        IResourceBuilder<ProjectResource> api = _app.AddProject("api").WithHttpEndpoint().WithHttpEndpoint(name: "admin").WithReplicas(3);
        _app.AddProgram("web").WithReference(api);

        Assert.AreEqual("""
            API_ADMIN=http://127.0.0.9:5002
            API_HTTP=http://127.0.0.9:5001
            services__api__admin__0=http://127.0.0.9:5002
            services__api__admin__1=http://127.0.0.9:5004
            services__api__admin__2=http://127.0.0.9:5006
            services__api__http__0=http://127.0.0.9:5001
            services__api__http__1=http://127.0.0.9:5003
            services__api__http__2=http://127.0.0.9:5005
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_reference_that_is_stated_twice_is_one()
    {
        IResourceBuilder<ProjectResource> api = _app.AddProject("api").WithHttpEndpoint().WithReplicas(2);
        _app.AddProgram("web").WithReference(api).WithReference(api.GetEndpoint("HTTP")).WithReference(api);

        Assert.AreEqual("""
            API_HTTP=http://127.0.0.9:5001
            services__api__http__0=http://127.0.0.9:5001
            services__api__http__1=http://127.0.0.9:5002
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_reference_to_one_endpoint_tells_no_other()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint().WithHttpEndpoint(name: "admin");
        _app.AddProgram("web").WithReference(api.GetEndpoint("ADMIN"));

        Assert.AreEqual("""
            API_ADMIN=http://127.0.0.9:5002
            services__api__admin__0=http://127.0.0.9:5002
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task Endpoints_that_are_stated_after_the_reference_count()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api");
        _app.AddProgram("web").WithReference(api);
        api.WithHttpEndpoint();

        Assert.AreEqual("""
            API_HTTP=http://127.0.0.9:5001
            services__api__http__0=http://127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_service_without_endpoints_tells_nothing()
    {
        _app.AddProgram("web").WithReference(_app.AddProgram("worker"));

        Assert.AreEqual("", await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task An_index_that_the_author_took_is_kept()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        _app.AddProgram("web").WithEnvironment("services__api__http__0", "http://elsewhere").WithReference(api);

        Assert.AreEqual("""
            API_HTTP=http://127.0.0.9:5001
            services__api__http__0=http://elsewhere
            services__api__http__1=http://127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_service_is_found_by_the_name_that_it_is_given()
    {
        IResourceBuilder<ProjectResource> api = _app.AddProject("api").WithHttpEndpoint().WithReplicas(2);
        _app.AddProgram("web").WithReference(api, "2nd-Api");

        Assert.AreEqual("""
            _2nd_Api_HTTP=http://127.0.0.9:5001
            services__2nd-Api__http__0=http://127.0.0.9:5001
            services__2nd-Api__http__1=http://127.0.0.9:5002
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task An_address_is_found_by_the_name_that_it_is_given()
    {
        _app.AddProgram("web").WithReference("2nd-api", new Uri("https://api.example.com/v1"));

        Assert.AreEqual("""
            _2nd_api=https://api.example.com/v1
            services__2nd-api__default__0=https://api.example.com/v1
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    [DataRow("/relative")]
    [DataRow("https://api.example.com/?q=1")]
    [DataRow("https://api.example.com/#top")]
    public void An_address_must_be_absolute_without_query_and_fragment(string address)
    {
        IResourceBuilder<ExecutableResource> web = _app.AddProgram("web");

        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => web.WithReference("other", new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.AreEqual($"'{address}' cannot be the address of 'other' for resource 'web'; it must be absolute, without query and fragment. (Parameter 'uri')", e.Message);
    }
}
