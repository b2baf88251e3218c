namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>The definition of a group without a run.</summary>
internal sealed class TestDefinition : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private GroupDefinition? _built;

    public TestGroup Group { get; } = new();

    public string Directory => _directory.Path;

    public TestUnit AddProgram(string name) => Group.AddExecutable(name, "program", _directory.Path);

    public GroupDefinition Build() => _built ??= Group.Build();

    /// <summary>Gets the message that the group fails with; empty if it has no mistakes.</summary>
    public string Problems()
    {
        try
        {
            Group.Build();
            return "";
        }
        catch (DefinitionException e)
        {
            return e.Message;
        }
    }

    public UnitDefinition Unit(string name) => Build().Get(name);

    public void Dispose() => _directory.Dispose();
}
