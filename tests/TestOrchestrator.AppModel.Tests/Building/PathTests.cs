namespace TestOrchestrator.AppModel.Tests.Building;

[TestClass]
public sealed class PathTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    // An app host that was written on Windows has backslashes; Aspire takes them everywhere.
    [TestMethod]
    [DataRow("api/api.csproj")]
    [DataRow("./other/../api/api.csproj")]
    [DataRow("api\\api.csproj")]
    [DataRow(".\\other\\..\\api\\api.csproj")]
    public void A_project_is_found_from_the_app_hosts_directory(string path)
    {
        string expected = _app.WriteProject("api");

        ProjectResource api = _app.Builder.AddProject("api", path).Resource;

        Assert.AreEqual((expected, Path.GetDirectoryName(expected)), (api.Metadata.ProjectPath, api.ProjectDirectory));
        Assert.IsNull(api.Metadata.TargetPath);
        Assert.AreEqual("", _app.Problems());
    }

    [TestMethod]
    public void A_project_that_the_app_host_references_is_where_its_class_says()
    {
        ProjectResource api = _app.Builder.AddProject<AbsentProject>("api").Resource;

        Assert.AreEqual("/absent/Absent.csproj", api.Metadata.ProjectPath);
        Assert.AreEqual("TO1108: The project file of 'api' is not there: '/absent/Absent.csproj'. A relative path starts at the app host's directory.", _app.Problems());
    }

    [TestMethod]
    [DataRow(".", "")]
    [DataRow("api/..", "")]
    [DataRow("api", "/api")]
    [DataRow(".\\api\\Properties", "/api/Properties")]
    public void A_program_works_in_a_directory_below_the_app_hosts(string directory, string expected)
    {
        _app.WriteProject("api");

        ExecutableResource tool = _app.Builder.AddExecutable("tool", "./tool", directory).Resource;

        Assert.AreEqual(("./tool", _app.Directory + expected), (tool.Command, tool.WorkingDirectory));
        Assert.AreEqual("", _app.Problems());
    }

    private sealed class AbsentProject : IProjectMetadata
    {
        public string ProjectPath => "/absent/Absent.csproj";
    }
}
