using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Runs a program as a process. Immutable.</summary>
public sealed record ProcessProvider : IUnitProvider
{
    /// <summary>Gets the program: a name in PATH, or a path from the working directory.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the working directory, a full path.</summary>
    public required string WorkingDirectory { get; init; }

    /// <inheritdoc/>
    public IEnumerable<DefinitionProblem> Problems(UnitDefinition unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (string.IsNullOrWhiteSpace(Command))
        {
            yield return new() { Code = "TO1120", Unit = unit.Name, Message = $"'{unit.Name}' has no command. Give a program in PATH, or a path from its working directory." };
        }

        if (!Directory.Exists(WorkingDirectory))
        {
            yield return new() { Code = "TO1119", Unit = unit.Name, Message = $"The working directory of '{unit.Name}' is not there: '{WorkingDirectory}'." };
        }
    }

    /// <inheritdoc/>
    public IUnitRuntime Create(UnitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ProcessRuntime(context, _ => Task.FromResult(new ProcessCommand
        {
            Program = ProgramPath.Resolve(Command, WorkingDirectory) ?? throw ProcessErrors.ProgramNotFound(context.Name, Command, WorkingDirectory),
            WorkingDirectory = WorkingDirectory,
        }));
    }
}
