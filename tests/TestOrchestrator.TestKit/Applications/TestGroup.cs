using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Projects;

namespace TestOrchestrator.TestKit.Applications;

/// <summary>Describes a group, one unit after the other. Not thread-safe.</summary>
public sealed class TestGroup
{
    private readonly List<TestUnit> _units = [];

    public bool StartsIndependently { get; set; }

    public static GroupDefinition Of(Action<TestGroup> describe)
    {
        TestGroup group = new();
        describe(group);
        return group.Build();
    }

    public TestUnit Add(UnitDefinition unit)
    {
        TestUnit added = new(unit);
        _units.Add(added);
        return added;
    }

    /// <summary>Adds a program. An endpoint that names a variable has its port there.</summary>
    public TestUnit AddExecutable(string name, string command, string workingDirectory, params TestValue[] args) => Add(new()
    {
        Name = name,
        Kind = "Executable",
        IsProgram = true,
        Provider = new ProcessProvider { Command = command, WorkingDirectory = workingDirectory },
    }).WithArgs(args);

    /// <summary>Adds a .NET program. Its ports are in the variables of its endpoints, other HTTP endpoints in ASPNETCORE_URLS.</summary>
    /// <param name="name">The name of the unit.</param>
    /// <param name="projectPath">The project file.</param>
    /// <param name="targetPath">The assembly; null: the project is built.</param>
    public TestUnit AddService(string name, string projectPath, string? targetPath = null)
    {
        TestUnit service = Add(new()
        {
            Name = name,
            Kind = "Project",
            IsProgram = true,
            Provider = new DotnetServiceProvider { ProjectPath = projectPath, TargetPath = targetPath },
        });
        service.HasUrlVariable = true;
        return service;
    }

    public GroupDefinition Build() => GroupDefinition.Create(_units.Select(u => u.Build()), StartsIndependently);
}
