using System.CommandLine;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Janitors;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Cleaning;

/// <summary><c>orch clean</c>.</summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        Option<bool> groups = new("--groups") { Description = "Remove groups that nobody holds, too, with their logs." };
        Option<bool> cache = new("--cache") { Description = "Empty the cache, too: fetched programs and templates of databases. Groups stay." };
        Command command = new("clean", "Ends processes and removes directories that dead runs left behind.") { groups, cache };
        command.SetWork((parsed, _) =>
        {
            List<Removal> removals = [.. DeadRuns.Remove().Select(r => new Removal("dead run", r.Directory, r.Killed, r.Problem))];
            if (parsed.GetValue(groups))
            {
                removals.AddRange(GroupStore.Open().List().Where(d => !GroupStore.IsHeld(d)).Select(d => Remove("group", d)));
            }

            if (parsed.GetValue(cache))
            {
                removals.AddRange(Directory.EnumerateDirectories(UserCache.Open()).Where(IsCache).Select(d => Remove("cache", d)));
            }

            new Printer(parsed).Print(removals, _ =>
            {
                foreach (Removal removal in removals)
                {
                    Console.Out.WriteLine($"{removal.What}: {removal.Path}{(removal.Killed > 0 ? $", {removal.Killed} processes ended" : "")}{(removal.Problem is null ? "" : $": NOT removed: {removal.Problem}")}");
                }

                Console.Out.WriteLine(removals.Count == 0 ? "Nothing was left behind." : $"{removals.Count(r => r.Problem is null)} removed.");
            });
            return Task.FromResult(removals.Any(r => r.Problem is not null) ? ExitCodes.Failed : ExitCodes.Done);
        });
        return command;
    }

    // Not what somebody may still want or use: groups, the state of runs, the authority that clients trust.
    private static bool IsCache(string directory) => Path.GetFileName(directory) is not ("groups" or "state" or "ca");

    private static Removal Remove(string what, string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
            return new(what, directory, 0, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(what, directory, 0, e.Message);
        }
    }

    private sealed record Removal(string What, string Path, int Killed, string? Problem);
}
