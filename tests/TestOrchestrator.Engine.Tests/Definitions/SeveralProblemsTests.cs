namespace TestOrchestrator.Engine.Tests.Definitions;

[TestClass]
public sealed class SeveralProblemsTests : IDisposable
{
    private readonly TestDefinition _definition = new();

    public void Dispose() => _definition.Dispose();

    [TestMethod]
    public void Every_mistake_is_reported_at_once_and_always_in_one_order()
    {
        using TestDefinition other = new();
        TestUnit web = _definition.AddProgram("web").WithHttpEndpoint(port: 70000).WaitFor(other.AddProgram("cache"));
        web.WaitFor(web).WithHttpHealthCheck(endpointName: "https");
        _definition.Group.AddExecutable("tool", "", _definition.Directory).WithHttpHealthCheck();
        _definition.AddProgram("WEB");
        _definition.AddProgram("1st");

        Assert.AreEqual(
            """
            There are 8 problems:
              TO1101: '1st' cannot be the name of a unit: it starts with '1', not with a letter. Use letters, digits and single hyphens, and start with a letter.
              TO1103: 2 units are named 'web' (names are compared without case): Executable, Executable. Give each a name of its own.
              TO1112: Endpoint 'http' of 'web' asks for port 70000; a port is 1 to 65535, or null for a free one.
              TO1106: 'web' waits for 'cache', which is not a part of the group. The group has: 'web', 'tool', 'WEB', '1st'.
              TO1107: These wait for each other, and none of them could ever start: 'web' -> 'web'. Remove one dependency.
              TO1102: 'web' has no endpoint 'https'. It declares: 'http'.
              TO1124: 'tool' has an HTTP health check but no HTTP endpoint. It declares none.
              TO1120: 'tool' has no command. Give a program in PATH, or a path from its working directory.
            """,
            _definition.Problems());
    }

    [TestMethod]
    public void A_mistake_that_is_found_twice_is_reported_once()
    {
        _definition.AddProgram("api").WithHttpHealthCheck(endpointName: "http").WithHttpHealthCheck("/health", endpointName: "http");

        Assert.AreEqual("TO1102: 'api' has no endpoint 'http'. It declares none.", _definition.Problems());
    }

    [TestMethod]
    public void Each_problem_names_its_unit_and_its_code()
    {
        _definition.AddProgram("web").WithHttpHealthCheck();
        _definition.AddProgram("api").WithReplicas(-1);

        DefinitionException e = Assert.ThrowsExactly<DefinitionException>(_definition.Build);

        Assert.AreEqual("TO1115 api, TO1124 web", string.Join(", ", e.Problems.Select(p => $"{p.Code} {p.Unit}")));
    }

    [TestMethod]
    public void The_provider_of_a_unit_finds_mistakes_of_its_own()
    {
        Fake unhappy = new(_definition.Group, "unhappy");
        unhappy.Provider.Mistakes = ["TO9001", "TO9002"];
        _ = new Fake(_definition.Group, "happy");

        Assert.AreEqual(
            """
            There are 2 problems:
              TO9001: 'unhappy' is unhappy.
              TO9002: 'unhappy' is unhappy.
            """,
            _definition.Problems());
    }
}
