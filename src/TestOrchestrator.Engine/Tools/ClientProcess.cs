using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Tools;

/// <summary>Runs a package client to its end.</summary>
internal static class ClientProcess
{
    /// <summary>Runs a program.</summary>
    /// <returns>The lines that it wrote.</returns>
    /// <exception cref="Errors.EngineException">It did not end with 0; the message has its last lines.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(EngineRun run, string program, IEnumerable<string> arguments, string workingDirectory)
    {
        string output = Path.Combine(run.StateDirectory, $"{Path.GetFileName(program)}-{Guid.NewGuid():N}.log");
        try
        {
            ChildProcess process = await run.StartProcessAsync(new()
            {
                Program = program,
                Arguments = [.. arguments],
                Environment = new Dictionary<string, string> { ["LC_ALL"] = "C" },
                WorkingDirectory = workingDirectory,
                OutputFile = output,
            }).ConfigureAwait(false);
            ProcessExit exit = await process.Exited.ConfigureAwait(false);
            return exit.IsSuccess
                ? await File.ReadAllLinesAsync(output).ConfigureAwait(false)
                : throw ToolErrors.Failed($"'{Path.GetFileName(program)} {string.Join(' ', arguments.Take(2))}'", exit.ToString(), LogTail.Quote(output));
        }
        finally
        {
            File.Delete(output);
        }
    }
}
