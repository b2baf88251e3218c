using System.Text.Json;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Tools;

namespace EngineOwner;

/// <summary>Gets programs there, and tells where they come from and where they are, or why not.</summary>
internal static class ToolFinder
{
    public static async Task RunAsync(string runs, string definition)
    {
        EngineRun run = EngineRun.Start(new() { Name = "tools", RunsDirectory = runs });
        try
        {
            Tool tool = await ToolShelf.Of(run).GetAsync(JsonSerializer.Deserialize<ToolDefinition>(definition)!, CancellationToken.None);
            Console.WriteLine($"{tool.Source} {tool.Directory}{(tool.LibraryPath is null ? "" : $" libraries {tool.LibraryPath}")}");
        }
        catch (EngineException e)
        {
            Console.WriteLine(e.Message);
        }
        finally
        {
            await run.DisposeAsync();
        }
    }
}
