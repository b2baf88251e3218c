using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.Validation;

[TestClass]
public sealed class SeveralProblemsTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public void Every_mistake_is_reported_at_once_and_always_in_one_order()
    {
        using TestAppHost other = new();
        IResourceBuilder<ExecutableResource> web = _app.AddProgram("web").WithLane("slow").WithHttpEndpoint(port: 70000).WaitFor(other.AddProgram("cache"));
        web.WaitFor(web).WithReference(web.GetEndpoint("https"));
        _app.Builder.AddParameter("api-key");
        _app.Builder.AddExecutable("tool", "", ".").WithHttpHealthCheck();
        _app.Builder.AddParameter("WEB", "value");
        _app.AddProgram("1st");

        Assert.AreEqual("""
            The application model has 10 problems:
              TO1101: '1st' cannot be the name of a resource: it starts with '1', not with a letter. Use letters, digits and single hyphens, and start with a letter.
              TO1103: 2 resources are named 'web' (names are compared without case): ExecutableResource, ParameterResource. Give each a name of its own.
              TO1112: Endpoint 'http' of 'web' asks for port 70000; a port is 1 to 65535, or null for a free one.
              TO1106: Resource 'web' refers to 'cache' (WaitFor), which is not in this application. It was made by another builder, or removed. The application has: 'web', 'api-key', 'tool', 'WEB', '1st'.
              TO1102: Resource 'web' has no endpoint 'https'. It declares: 'http'.
              TO1107: These resources wait for each other and none of them could ever start: 'web' -> 'web'. Remove one WaitFor.
              TO1116: Resource 'web' is pinned to the lane 'slow', which does not exist. The lanes are: 'fast', 'real', 'containers'.
              TO1124: Resource 'tool' has an HTTP health check but no HTTP endpoint. It declares none; add one with WithHttpEndpoint.
              TO1110: Parameter 'api-key' has no value. Set 'Parameters:api-key' in the app host's configuration (settings file, user secret, environment variable Parameters__api_key, argument --Parameters:api-key=…), or give one to AddParameter.
              TO1120: Executable 'tool' has no command. Give a program in PATH, or a path that starts at its working directory.
            """, _app.Problems());
    }

    [TestMethod]
    public void A_mistake_that_is_found_twice_is_reported_once()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api");
        _app.AddProgram("a").WithReference(api.GetEndpoint("http")).WithEnvironment("API", api.GetEndpoint("http"));
        _app.AddProgram("b").WithReference(api.GetEndpoint("http"));

        Assert.AreEqual("TO1102: Resource 'api' has no endpoint 'http'. It declares none; add one with WithHttpEndpoint or WithEndpoint.", _app.Problems());
    }

    [TestMethod]
    public void Each_problem_names_its_resource_and_its_code()
    {
        _app.Builder.AddParameter("api-key");
        _app.AddProject("api").WithReplicas(-1);

        AppModelException e = Assert.ThrowsExactly<AppModelException>(_app.Build);

        Assert.AreEqual("TO1115 api, TO1110 api-key", string.Join(", ", e.Problems.Select(p => $"{p.Code} {p.Resource}")));
    }

    [TestMethod]
    public void Resources_and_annotations_can_check_themselves()
    {
        _app.AddProgram("api").WithAnnotation(new Unhappy { Code = "TO9001" }).WithAnnotation(new Unhappy { Code = "TO9002" });

        Assert.AreEqual("""
            The application model has 2 problems:
              TO9001: 'api' of 1 is unhappy.
              TO9002: 'api' of 1 is unhappy.
            """, _app.Problems());
    }

    private sealed record Unhappy : IResourceAnnotation, IModelCheck
    {
        public required string Code { get; init; }

        public IEnumerable<ModelProblem> Check(ApplicationModel model, IResource resource) =>
            [new() { Code = Code, Resource = resource.Name, Message = $"'{resource.Name}' of {model.Resources.Length} is unhappy." }];
    }
}
