using System.CommandLine;
using System.Text.Json;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Proxy;

namespace TestOrchestrator.Cli.Output;

/// <summary>Runs what a command does, and turns what goes wrong into a message and an exit code.</summary>
internal static class CommandRunner
{
    private static readonly string[] s_notFound = ["TO1825", "TO1826", "TO1831"];

    public static void SetWork(this Command command, Func<ParseResult, CancellationToken, Task<int>> work) => command.SetAction(async (parsed, cancellationToken) =>
    {
        try
        {
            return await work(parsed, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (EngineException e)
        {
            return Fail(parsed, e.Code, e.Message);
        }
        catch (ProxyException e)
        {
            return Fail(parsed, e.Code, e.Message);
        }
        catch (Exception e) when (e is DefinitionException or TimeoutException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return Fail(parsed, "", e.Message);
        }
    });

    private static int Fail(ParseResult parsed, string code, string message)
    {
        if (parsed.GetValue(GlobalOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { error = new { code, message } }, GroupJson.Indented));
        }
        else
        {
            Console.Error.WriteLine(message);
        }

        return s_notFound.Contains(code) ? ExitCodes.NotFound : ExitCodes.Failed;
    }
}
