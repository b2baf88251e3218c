using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Looks by running a command: it must end with 0.</summary>
internal sealed class CommandProbe(EngineRun run, ProcessStart command)
{
    public async ValueTask<Observation> LookAsync(CancellationToken cancellationToken)
    {
        File.Delete(command.OutputFile);
        ChildProcess process = await run.StartProcessAsync(command).ConfigureAwait(false);
        ProcessExit exit;
        try
        {
            exit = await process.Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.KillTree();
            throw;
        }

        return exit.IsSuccess ? Observation.Satisfied
            : Observation.NotYet($"that '{command.Program}' {exit}{(LogTail.Read(command.OutputFile, 1) is [string last] ? $", saying: {last}" : "")}");
    }
}
