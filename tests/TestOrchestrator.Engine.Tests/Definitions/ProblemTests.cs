namespace TestOrchestrator.Engine.Tests.Definitions;

/// <summary>One mistake each, and the whole text that its author reads.</summary>
[TestClass]
public sealed class ProblemTests : IDisposable
{
    private readonly TestDefinition _definition = new();

    public void Dispose() => _definition.Dispose();

    [TestMethod]
    public void TO1101_a_name_is_no_name()
    {
        _definition.AddProgram("my_api");

        Reports("TO1101: 'my_api' cannot be the name of a unit: it contains '_'; ASCII letters, digits and '-' are allowed. "
            + "Use letters, digits and single hyphens, and start with a letter.");
    }

    [TestMethod]
    public void TO1102_a_health_check_names_an_endpoint_that_is_not_there()
    {
        _definition.AddProgram("api").WithHttpEndpoint().WithHttpHealthCheck(endpointName: "admin");

        Reports("TO1102: 'api' has no endpoint 'admin'. It declares: 'http'.");
    }

    [TestMethod]
    public void TO1103_two_units_have_one_name()
    {
        _definition.AddProgram("api");
        _definition.Group.AddService("API", AssetPrograms.ProjectOf("MinimalService"));

        Reports("TO1103: 2 units are named 'api' (names are compared without case): Executable, Project. Give each a name of its own.");
    }

    [TestMethod]
    public void TO1103_a_unit_is_named_as_a_replica_of_another()
    {
        _definition.AddProgram("api").WithReplicas(2);
        _definition.AddProgram("API-1");
        _definition.AddProgram("api-2");

        Reports("TO1103: 'API-1' is the name of a unit and of a replica of 'api'. Give the unit another name.");
    }

    [TestMethod]
    public void TO1104_two_endpoints_have_one_name()
    {
        _definition.AddProgram("api").WithHttpEndpoint().WithHttpEndpoint(name: "HTTP");

        Reports("TO1104: 'api' declares the endpoint 'http' more than once. Give each a name of its own.");
    }

    [TestMethod]
    public void TO1105_the_name_of_an_endpoint_is_no_name()
    {
        _definition.AddProgram("api").WithHttpEndpoint(name: "my endpoint");

        Reports("TO1105: 'my endpoint' cannot be the name of an endpoint of 'api': it contains ' '; ASCII letters, digits and '-' are allowed. "
            + "Use letters, digits and single hyphens, and start with a letter.");
    }

    [TestMethod]
    [DataRow(WaitCondition.Ready)]
    [DataRow(WaitCondition.Started)]
    [DataRow(WaitCondition.Completed)]
    public void TO1106_a_unit_of_another_group_is_waited_for(WaitCondition condition)
    {
        _definition.AddProgram("web").DependsOn(new() { Unit = "api", Condition = condition });
        _definition.AddProgram("tool");

        Reports("TO1106: 'web' waits for 'api', which is not a part of the group. The group has: 'web', 'tool'.");
    }

    [TestMethod]
    public void TO1108_a_project_file_is_not_there()
    {
        string project = Path.Combine(_definition.Directory, "src", "Api.csproj");
        _definition.Group.AddService("api", project);

        Reports($"TO1108: The project file of 'api' is not there: '{project}'.");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(65536)]
    public void TO1112_a_port_is_no_port(int port)
    {
        _definition.AddProgram("api").WithHttpEndpoint(port: port, targetPort: port);

        Reports($"TO1112: Endpoint 'http' of 'api' asks for port {port}; a port is 1 to 65535, or null for a free one.");
    }

    [TestMethod]
    public void TO1115_there_are_no_replicas()
    {
        _definition.AddProgram("api").WithReplicas(0);

        Reports("TO1115: 'api' asks for 0 replicas; at least 1 is needed.");
    }

    [TestMethod]
    public void TO1117_two_programs_insist_on_one_port()
    {
        _definition.AddProgram("api").WithHttpEndpoint(targetPort: 8080);
        _definition.AddProgram("web").WithHttpEndpoint(name: "admin", targetPort: 8080);

        Reports("TO1117: Port 8080 is asked for by endpoint 'http' of 'api' and endpoint 'admin' of 'web'; "
            + "all of a group share one address, so each needs a port of its own. Leave the port out where any will do.");
    }

    [TestMethod]
    public void TO1117_but_other_ports_are_wishes()
    {
        _definition.AddProgram("api").WithHttpEndpoint(port: 8080);
        _definition.AddProgram("web").WithHttpEndpoint(port: 8080);
        _definition.AddProgram("told").WithHttpEndpoint(targetPort: 8080, env: "PORT");

        Reports("");
    }

    [TestMethod]
    public void TO1119_a_working_directory_is_not_there()
    {
        string directory = Path.Combine(_definition.Directory, "bin");
        _definition.Group.AddExecutable("tool", "tool", directory);

        Reports($"TO1119: The working directory of 'tool' is not there: '{directory}'.");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    public void TO1120_a_program_has_no_command(string command)
    {
        _definition.Group.AddExecutable("tool", command, _definition.Directory);

        Reports("TO1120: 'tool' has no command. Give a program in PATH, or a path from its working directory.");
    }

    [TestMethod]
    public void TO1122_a_name_is_not_that_of_a_unit()
    {
        _definition.AddProgram("api");
        _definition.AddProgram("web");

        DefinitionException e = Assert.ThrowsExactly<DefinitionException>(() => _definition.Build().Get("app"));

        Assert.AreEqual("TO1122: There is no 'app'. There are: 'api', 'web'.", e.Message);
    }

    [TestMethod]
    public void TO1124_there_is_no_http_endpoint_to_check()
    {
        _definition.AddProgram("none").WithHttpHealthCheck();

        Reports("TO1124: 'none' has an HTTP health check but no HTTP endpoint. It declares none.");
    }

    [TestMethod]
    public void TO1124_there_is_no_http_endpoint_among_others_to_check()
    {
        _definition.AddProgram("some").WithEndpoint(name: "raw").WithHttpHealthCheck();

        Reports("TO1124: 'some' has an HTTP health check but no HTTP endpoint. It declares: 'raw'.");
    }

    [TestMethod]
    public void TO1124_the_endpoint_to_check_does_not_speak_http()
    {
        _definition.AddProgram("api").WithHttpEndpoint().WithEndpoint(name: "raw").WithHttpHealthCheck(endpointName: "raw");

        Reports("TO1124: 'api' has an HTTP health check of the endpoint 'raw', whose scheme is 'tcp'.");
    }

    private void Reports(string expected) => Assert.AreEqual(expected, _definition.Problems());
}
