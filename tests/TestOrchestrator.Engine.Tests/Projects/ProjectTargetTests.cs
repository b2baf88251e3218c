using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Projects;

[TestClass]
public sealed class ProjectTargetTests
{
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_project_that_is_not_built_is_told(string lane)
    {
        await using TestEngine engine = new();
        string target = Path.Combine(engine.Directory, "service.dll");
        engine.Group.AddService("service", AssetPrograms.ProjectOf("MinimalService"), target).WithLane(lane);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual(
            $"TO1208: Project 'service' is not built: '{target}' is not there. Build the app host, which builds what it references.",
            application.Failures.Single().Reason);
    }

    // The project has no SDK, so that its build takes no time; it counts how often it is built.
    [TestMethod]
    public async Task A_project_that_was_added_by_its_path_is_built_once_a_run()
    {
        await using TestEngine engine = new();
        string project = Path.Combine(engine.Directory, "Program.csproj");
        await File.WriteAllTextAsync(project, $"""
            <Project DefaultTargets="Build">
              <PropertyGroup><TargetPath>{AssetPrograms.TargetOf("HostlessProgram")}</TargetPath></PropertyGroup>
              <Target Name="Restore" />
              <Target Name="Build"><Exec Command="echo $(Configuration) >> builds.log" /></Target>
            </Project>
            """);
        engine.Group.AddService("one", project).WithArgs("exit", "0");
        engine.Group.AddService("two", project).WithArgs("exit", "0");

        // Not soon: the build is a process of its own that loads MSBuild.
        RunningApplication application = await engine.StartAsync();

        await application.WaitForUnitAsync("one", UnitState.Completed).Soon();
        await application.WaitForUnitAsync("two", UnitState.Completed).Soon();
        StringAssert.EndsWith(application.ReadLog("two"), "Leaving with 0.\n");
        Assert.AreEqual("Debug", string.Join(", ", (await File.ReadAllLinesAsync(Path.Combine(engine.Directory, "builds.log"))).Select(l => l.Trim())));
    }

    [TestMethod]
    public async Task A_project_that_cannot_be_built_is_told_with_what_the_build_said()
    {
        await using TestEngine engine = new();
        string project = Path.Combine(engine.Directory, "Program.csproj");
        await File.WriteAllTextAsync(project, """
            <Project DefaultTargets="Build">
              <Target Name="Restore" />
              <Target Name="Build"><Error Text="It cannot be built." /></Target>
            </Project>
            """);
        engine.Group.AddService("service", project);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync());

        string reason = application.Failures.Single().Reason!;
        StringAssert.StartsWith(reason, $"TO1209: '{project}' could not be built: dotnet build exited with code 1. The last lines of its log '");
        StringAssert.Contains(reason, "error : It cannot be built.");
    }

    [TestMethod]
    public async Task A_project_that_makes_no_program_is_told()
    {
        await using TestEngine engine = new();
        string project = Path.Combine(engine.Directory, "Program.csproj");
        await File.WriteAllTextAsync(project, """<Project DefaultTargets="Build"><Target Name="Restore" /><Target Name="Build" /></Project>""");
        engine.Group.AddService("service", project);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync());

        StringAssert.StartsWith(application.Failures.Single().Reason, $"TO1209: '{project}' could be built, but has no TargetPath: it is not a project that makes a program.");
    }
}
