using System.CommandLine;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Groups;

/// <summary>Keeps a group: not for people.</summary>
internal static class KeepCommand
{
    public const string Name = "keep-group";

    public static Command Create()
    {
        Argument<string> directory = new("directory");
        Command command = new(Name, "Keeps a group; other commands start it.") { directory };
        command.Hidden = true;
        command.SetWork(async (parsed, _) => await GroupKeeper.RunAsync(parsed.GetRequiredValue(directory), EngineRun.Start).ConfigureAwait(false));
        return command;
    }
}
