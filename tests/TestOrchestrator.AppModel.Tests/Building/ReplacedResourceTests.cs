using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.Building;

/// <summary>References are by name: what stands in the model under a name is what they mean.</summary>
[TestClass]
public sealed class ReplacedResourceTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task A_parameter_takes_the_place_of_a_parameter()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user");
        IResourceBuilder<ParameterResource> url = _app.Builder.AddParameter("url", "https://old.example.com");
        _app.AddProgram("web")
            .WithEnvironment("USER", user)
            .WithArgs(ReferenceExpression.Create($"--user={user}"))
            .WithReference(_app.Builder.AddExternalService("pay", url));
        _app.Builder.ReplaceResource("USER", (b, name) => b.AddParameter(name, "bob"));
        _app.Builder.ReplaceResource("url", (b, name) => b.AddParameter(name, "http://new.example.com"));
        TestApplication application = _app.Start();

        Assert.AreEqual("""
            PAY_HTTP=http://new.example.com
            USER=bob
            services__pay__http__0=http://new.example.com
            """, await application.EnvironmentOf("web"));
        Assert.AreEqual("--user=bob", await application.ArgumentsOf("web"));
    }

    [TestMethod]
    public async Task An_external_service_takes_the_place_of_a_project()
    {
        IResourceBuilder<ProjectResource> api = _app.AddProject("api").WithHttpEndpoint();
        _app.AddProgram("web").WithReference(api);
        Remove(api);
        _app.Builder.AddExternalService("api", "http://staging.example.com");

        Assert.AreEqual("""
            API_HTTP=http://staging.example.com/
            services__api__http__0=http://staging.example.com/
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    [DataRow("project")]
    [DataRow("program")]
    public async Task A_project_or_a_program_takes_the_place_of_an_external_service(string kind)
    {
        IResourceBuilder<ExternalServiceResource> pay = _app.Builder.AddExternalService("pay-api", "https://pay.example.com");
        _app.AddProgram("web").WithReference(pay).WithEnvironment("URL", pay);
        Remove(pay);
        _ = kind == "project"
            ? (IResourceBuilder<IResource>)_app.AddProject("pay-api").WithEndpoint(name: "raw").WithHttpEndpoint()
            : _app.AddProgram("pay-api").WithEndpoint(name: "raw").WithHttpEndpoint();

        Assert.AreEqual("""
            PAY_API=http://127.0.0.9:5002
            PAY_API_HTTP=http://127.0.0.9:5002
            PAY_API_RAW=tcp://127.0.0.9:5001
            URL=http://127.0.0.9:5002
            services__pay-api__http__0=http://127.0.0.9:5002
            services__pay-api__raw__0=tcp://127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_parameter_takes_the_place_of_an_external_service()
    {
        IResourceBuilder<ExternalServiceResource> pay = _app.Builder.AddExternalService("pay", "https://pay.example.com");
        _app.AddProgram("web").WithReference(pay);
        Remove(pay);
        _app.Builder.AddParameter("pay", "http://localhost:9");

        Assert.AreEqual("""
            PAY=http://localhost:9
            services__pay__http__0=http://localhost:9
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_parameter_that_takes_the_place_of_an_external_service_is_an_address()
    {
        IResourceBuilder<ExternalServiceResource> pay = _app.Builder.AddExternalService("pay", "https://pay.example.com");
        _app.AddProgram("web").WithReference(pay);
        Remove(pay);
        _app.Builder.AddParameter("pay", "localhost:9");

        AppModelException e = await Assert.ThrowsExactlyAsync<AppModelException>(() => _app.Start().EnvironmentOf("web"));

        Assert.AreEqual("TO1113: 'localhost:9' cannot be the address of the external service 'pay': it is not an absolute address. Give an absolute http or https address, such as 'https://api.example.com/'.", e.Message);
    }

    [TestMethod]
    public async Task A_program_takes_the_place_of_a_project_with_its_own_endpoints()
    {
        IResourceBuilder<ProjectResource> api = _app.AddProject("api").WithHttpEndpoint().WithHttpEndpoint(name: "admin").WithReplicas(2);
        _app.AddProgram("web").WithReference(api).WithEnvironment("URL", $"{api.GetEndpoint("http")}/v1");
        Remove(api);
        _app.AddProgram("api").WithHttpEndpoint();

        Assert.AreEqual("""
            API_HTTP=http://127.0.0.9:5001
            URL=http://127.0.0.9:5001/v1
            services__api__http__0=http://127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_reference_to_the_old_and_one_to_the_new_are_one()
    {
        IResourceBuilder<ExecutableResource> old = _app.AddProgram("api").WithHttpEndpoint();
        IResourceBuilder<ExecutableResource> web = _app.AddProgram("web").WithReference(old);
        Remove(old);
        web.WithReference(_app.AddProgram("api").WithHttpEndpoint());

        Assert.AreEqual("""
            API_HTTP=http://127.0.0.9:5001
            services__api__http__0=http://127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_configured_connection_string_takes_the_place_of_a_server()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        _app.AddProgram("web").WithReference(server).WithEnvironment("DSN", $"{server}");
        Remove(server);
        _app["ConnectionStrings:server"] = "Host=elsewhere";
        _app.Builder.AddConnectionString("server");

        Assert.AreEqual("ConnectionStrings__server=Host=elsewhere\nDSN=Host=elsewhere", await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public void A_replacement_needs_a_connection_string_where_one_is_referred_to()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        _app.AddProgram("web").WithReference(server).WithEnvironment("DSN", $"{server}");
        Remove(server);
        _app.Builder.AddParameter("server", "Host=elsewhere");

        Assert.AreEqual("TO1123: Resource 'server' is of type ParameterResource, not IResourceWithConnectionString.", _app.Problems());
    }

    [TestMethod]
    public void A_replacement_needs_an_endpoint_where_one_is_referred_to()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        _app.AddProgram("web").WithEnvironment("URL", api.GetEndpoint("http"));
        Remove(api);
        _app.Builder.AddExternalService("api", "http://staging.example.com");

        Assert.AreEqual("TO1102: Resource 'api' has no endpoint 'http'. It declares none; add one with WithHttpEndpoint or WithEndpoint.", _app.Problems());
    }

    [TestMethod]
    public void A_replacement_of_a_service_is_a_service()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        _app.AddProgram("web").WithReference(api);
        Remove(api);
        _app.Builder.AddParameter("api", "http://staging.example.com");

        Assert.AreEqual("TO1123: Resource 'api' is of type ParameterResource, not IResourceWithEndpoints.", _app.Problems());
    }

    [TestMethod]
    public void A_replacement_of_a_parameter_is_a_parameter()
    {
        IResourceBuilder<ParameterResource> url = _app.Builder.AddParameter("url", "http://old.example.com");
        _app.AddProgram("web").WithReference(_app.Builder.AddExternalService("pay", url));
        Remove(url);
        _app.AddProgram("url").WithHttpEndpoint();

        Assert.AreEqual("TO1123: Resource 'url' is of type ExecutableResource, not ParameterResource.", _app.Problems());
    }

    [TestMethod]
    public void A_replacement_of_an_external_service_has_an_address()
    {
        IResourceBuilder<ExternalServiceResource> pay = _app.Builder.AddExternalService("pay", "https://pay.example.com");
        _app.AddProgram("web").WithReference(pay);
        Remove(pay);
        _app.AddProgram("pay").WithEndpoint(name: "raw");

        Assert.AreEqual("TO1123: Resource 'pay' is of type ExecutableResource, not ExternalServiceResource.", _app.Problems());
    }

    [TestMethod]
    public void Whatever_a_resource_waits_for_can_be_replaced_by_anything()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        _app.AddProgram("web").WaitFor(api);
        Remove(api);
        _app.Builder.AddExternalService("api", "http://staging.example.com");

        Assert.AreEqual("", _app.Problems());
    }

    [TestMethod]
    public void What_is_to_be_replaced_must_be_there()
    {
        _app.AddProgram("api");

        AppModelException e = Assert.ThrowsExactly<AppModelException>(() => _app.Builder.ReplaceResource("user", (b, name) => b.AddParameter(name, "bob")));

        Assert.AreEqual("TO1122: The application has no resource 'user'. It has: 'api'.", e.Message);
    }

    [TestMethod]
    public void A_resource_that_is_there_can_be_changed_by_name()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api");

        IResourceBuilder<ExecutableResource> again = _app.Builder.CreateResourceBuilder<ExecutableResource>("API");

        Assert.AreSame(api.Resource, again.Resource);
        Assert.AreSame(_app.Builder, again.ApplicationBuilder);
        Assert.AreEqual(1, _app.Builder.Resources.Count);
    }

    private void Remove(IResourceBuilder<IResource> builder) => Assert.IsTrue(_app.Builder.Resources.Remove(builder.Resource));
}
