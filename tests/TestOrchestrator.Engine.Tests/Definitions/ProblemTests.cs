using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.Validation;

/// <summary>One mistake each, and the whole text that its author reads.</summary>
[TestClass]
public sealed class ProblemTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public void TO1101_a_name_is_no_name()
    {
        _app.AddProgram("my_api");

        Reports("TO1101: 'my_api' cannot be the name of a resource: it contains '_'; ASCII letters, digits and '-' are allowed. Use letters, digits and single hyphens, and start with a letter.");
    }

    [TestMethod]
    public void TO1102_a_reference_names_an_endpoint_that_is_not_there()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint().WithHttpEndpoint(name: "metrics");
        _app.AddProgram("web").WithReference(api.GetEndpoint("https"));

        Reports("TO1102: Resource 'api' has no endpoint 'https'. It declares: 'http', 'metrics'.");
    }

    [TestMethod]
    public void TO1102_a_reference_names_an_endpoint_of_a_resource_that_has_none()
    {
        _app.AddProgram("web").WithEnvironment("API", $"{_app.AddProgram("api").GetEndpoint("http").Property(EndpointProperty.Port)}");

        Reports("TO1102: Resource 'api' has no endpoint 'http'. It declares none; add one with WithHttpEndpoint or WithEndpoint.");
    }

    [TestMethod]
    public void TO1102_a_health_check_names_an_endpoint_that_is_not_there()
    {
        _app.AddProgram("api").WithHttpEndpoint().WithHttpHealthCheck(endpointName: "admin");

        Reports("TO1102: Resource 'api' has no endpoint 'admin'. It declares: 'http'.");
    }

    [TestMethod]
    public void TO1102_a_connection_string_names_an_endpoint_that_is_not_there()
    {
        IResourceBuilder<ExecutableResource> broker = _app.AddProgram("broker").WithEndpoint(name: "amqp");
        _app.Builder.AddConnectionString("messages", ReferenceExpression.Create($"amqp://{broker.GetEndpoint("amqps").Property(EndpointProperty.HostAndPort)}"));

        Reports("TO1102: Resource 'broker' has no endpoint 'amqps'. It declares: 'amqp'.");
    }

    [TestMethod]
    public void TO1103_two_resources_have_one_name()
    {
        _app.AddProject("api");
        _app.Builder.AddParameter("API", "value");

        Reports("TO1103: 2 resources are named 'api' (names are compared without case): ProjectResource, ParameterResource. Give each a name of its own.");
    }

    [TestMethod]
    public void TO1104_two_endpoints_have_one_name()
    {
        _app.AddProgram("api").WithHttpEndpoint().WithHttpEndpoint(name: "HTTP");

        Reports("TO1104: Resource 'api' declares the endpoint 'http' more than once. An endpoint without a name is named after its scheme, and a launch profile declares 'http' and 'https'; pass name: to tell them apart.");
    }

    [TestMethod]
    public void TO1105_the_name_of_an_endpoint_is_no_name()
    {
        _app.AddProgram("api").WithHttpEndpoint(name: "my endpoint");

        Reports("TO1105: 'my endpoint' cannot be the name of an endpoint of 'api': it contains ' '; ASCII letters, digits and '-' are allowed. Use letters, digits and single hyphens, and start with a letter.");
    }

    [TestMethod]
    [DataRow("WithReference")]
    [DataRow("WithEnvironment")]
    [DataRow("WithArgs")]
    [DataRow("WaitFor")]
    [DataRow("WaitForStart")]
    [DataRow("WaitForCompletion")]
    public void TO1106_a_resource_of_another_application_is_referred_to(string how)
    {
        using TestAppHost other = new();
        IResourceBuilder<ExecutableResource> api = other.AddProgram("api").WithHttpEndpoint();
        IResourceBuilder<ExecutableResource> web = _app.AddProgram("web");
        _app.AddProgram("tool");

        _ = how switch
        {
            "WithReference" => web.WithReference(api),
            "WithEnvironment" => web.WithEnvironment("API", $"<{api.GetEndpoint("http")}>"),
            "WithArgs" => web.WithArgs("--api", api.GetEndpoint("http")),
            "WaitFor" => web.WaitFor(api),
            "WaitForStart" => web.WaitForStart(api),
            _ => web.WaitForCompletion(api),
        };

        Reports($"TO1106: Resource 'web' refers to 'api' ({how}), which is not in this application. It was made by another builder, or removed. The application has: 'web', 'tool'.");
    }

    [TestMethod]
    public void TO1108_a_project_file_is_not_there()
    {
        _app.Builder.AddProject("api", "src/Api.csproj");

        Reports($"TO1108: The project file of 'api' is not there: '{_app.Directory}/src/Api.csproj'. A relative path starts at the app host's directory.");
    }

    [TestMethod]
    public void TO1109_a_parent_is_not_there()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        server.AddDatabase("orders");
        _app.Builder.Resources.Remove(server.Resource);

        Reports("TO1109: 'orders' belongs to 'server', which is not in this application. Add it through its server: AddPostgres(…).AddDatabase(…).");
    }

    [TestMethod]
    public void TO1110_a_parameter_has_no_value()
    {
        _app.Builder.AddParameter("api-key");

        Reports("TO1110: Parameter 'api-key' has no value. Set 'Parameters:api-key' in the app host's configuration (settings file, user secret, environment variable Parameters__api_key, argument --Parameters:api-key=…), or give one to AddParameter.");
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public void TO1111_a_connection_string_has_no_value(string? value)
    {
        _app["ConnectionStrings:legacy"] = value;
        _app.Builder.AddConnectionString("legacy");

        Reports("TO1111: Connection string 'legacy' has no value. Set 'ConnectionStrings:legacy' in the app host's configuration (settings file, user secret, environment variable ConnectionStrings__legacy).");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(65536)]
    public void TO1112_a_port_is_no_port(int port)
    {
        _app.AddProgram("api").WithHttpEndpoint(port: port, targetPort: port);

        Reports($"TO1112: Endpoint 'http' of 'api' asks for port {port}; a port is 1 to 65535, or null for a free one.");
    }

    [TestMethod]
    [DataRow("", "it is not an absolute address")]
    [DataRow("api.example.com", "it is not an absolute address")]
    [DataRow("/api", "it is not an absolute address")]
    [DataRow("localhost:5000", "it is not an absolute address")]
    [DataRow("ftp://api.example.com/", "its scheme is 'ftp'")]
    [DataRow("https://api.example.com/v1", "its path does not end with '/', so that relative addresses would replace its last part")]
    [DataRow("https://api.example.com/v1/?q=1", "it has a query")]
    [DataRow("https://api.example.com?q=1", "it has a query")]
    [DataRow("https://api.example.com/v1/#top", "it has a fragment")]
    public void TO1113_an_address_of_an_external_service_is_none(string url, string why)
    {
        _app.Builder.AddExternalService("pay", url);

        Reports($"TO1113: '{url}' cannot be the address of the external service 'pay': {why}. Give an absolute http or https address, such as 'https://api.example.com/'.");
    }

    [TestMethod]
    public void TO1114_a_launch_profile_is_not_there()
    {
        _app.Builder.AddProject("some", _app.WriteProject("some", """{ "profiles": { "http": {}, "https": {} } }"""), "docker");
        Reports($"TO1114: Project 'some' has no launch profile 'docker' in '{_app.LaunchSettingsOf("some")}'. It has: 'http', 'https'.");
    }

    [TestMethod]
    public void TO1114_a_launch_profile_is_not_there_as_there_are_none()
    {
        _app.Builder.AddProject("none", _app.WriteProject("none", """{ "profiles": {} }"""), "docker");
        Reports($"TO1114: Project 'none' has no launch profile 'docker' in '{_app.LaunchSettingsOf("none")}'. The file has none.");
    }

    [TestMethod]
    public void TO1114_a_launch_profile_is_not_there_as_there_is_no_file()
    {
        _app.Builder.AddProject("nothing", _app.WriteProject("nothing"), "docker");
        Reports($"TO1114: Project 'nothing' has no launch profile 'docker' in '{_app.LaunchSettingsOf("nothing")}'. There is no such file.");
    }

    [TestMethod]
    public void TO1115_there_are_no_replicas()
    {
        _app.AddProject("api").WithReplicas(0);

        Reports("TO1115: Resource 'api' asks for 0 replicas; at least 1 is needed.");
    }

    [TestMethod]
    public void TO1116_a_lane_does_not_exist()
    {
        _app.AddProgram("api").WithLane("slow");

        Reports("TO1116: Resource 'api' is pinned to the lane 'slow', which does not exist. The lanes are: 'fast', 'real', 'containers'.");
    }

    [TestMethod]
    public void TO1117_two_programs_insist_on_one_port()
    {
        _app.AddProgram("api").WithHttpEndpoint(targetPort: 8080);
        _app.AddProgram("web").WithHttpEndpoint(name: "admin", targetPort: 8080);

        Reports("TO1117: Port 8080 is asked for by endpoint 'http' of 'api' and endpoint 'admin' of 'web'; the resources of an application share one address, so each needs a port of its own. Leave the port out where any will do.");
    }

    [TestMethod]
    public void TO1117_but_each_container_has_an_address_of_its_own_and_other_ports_are_wishes()
    {
        _app.Builder.AddContainer("one", "nginx").WithHttpEndpoint(targetPort: 80);
        _app.Builder.AddContainer("two", "nginx").WithHttpEndpoint(targetPort: 80);
        _app.AddProgram("api").WithHttpEndpoint(port: 8080);
        _app.AddProgram("web").WithHttpEndpoint(port: 8080);

        Reports("");
    }

    [TestMethod]
    public void TO1119_a_working_directory_is_not_there()
    {
        _app.Builder.AddExecutable("tool", "tool", "bin");

        Reports($"TO1119: The working directory of 'tool' is not there: '{_app.Directory}/bin'. A relative path starts at the app host's directory.");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    public void TO1120_a_program_has_no_command(string command)
    {
        _app.Builder.AddExecutable("tool", command, ".");

        Reports("TO1120: Executable 'tool' has no command. Give a program in PATH, or a path that starts at its working directory.");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(":1.27")]
    public void TO1121_a_container_has_no_image(string image)
    {
        _app.Builder.AddContainer("web", image);

        Reports("TO1121: Container 'web' has no image. Give a name such as 'docker.io/library/nginx'.");
    }

    [TestMethod]
    public void TO1122_a_name_is_not_that_of_a_resource()
    {
        _app.AddProgram("api");
        _app.AddProgram("web");

        Assert.AreEqual("TO1122: The application has no resource 'app'. It has: 'api', 'web'.", Message(() => _app.Builder.CreateResourceBuilder<ExecutableResource>("app")));
        Assert.AreEqual("TO1122: The application has no resource 'app'. It has: 'api', 'web'.", Message(() => _app.Build().Get("app")));
    }

    [TestMethod]
    public void TO1123_a_resource_is_of_another_type()
    {
        _app.AddProgram("api");

        Assert.AreEqual("TO1123: Resource 'api' is of type ExecutableResource, not ProjectResource.", Message(() => _app.Builder.CreateResourceBuilder<ProjectResource>("api")));
    }

    [TestMethod]
    public void TO1124_there_is_no_http_endpoint_to_check()
    {
        _app.AddProgram("none").WithHttpHealthCheck();
        Reports("TO1124: Resource 'none' has an HTTP health check but no HTTP endpoint. It declares none; add one with WithHttpEndpoint.");
    }

    [TestMethod]
    public void TO1124_there_is_no_http_endpoint_among_others_to_check()
    {
        _app.AddProgram("some").WithEndpoint(name: "raw").WithHttpHealthCheck();
        Reports("TO1124: Resource 'some' has an HTTP health check but no HTTP endpoint. It declares: 'raw'.");
    }

    [TestMethod]
    public void TO1124_the_endpoint_to_check_does_not_speak_http()
    {
        _app.AddProgram("api").WithHttpEndpoint().WithEndpoint(name: "raw").WithHttpHealthCheck(endpointName: "raw");
        Reports("TO1124: Resource 'api' has an HTTP health check of the endpoint 'raw', whose scheme is 'tcp'.");
    }

    private static string Message(Action action) => Assert.ThrowsExactly<AppModelException>(action).Message;

    private void Reports(string expected) => Assert.AreEqual(expected, _app.Problems());
}
