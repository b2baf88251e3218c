using EngineOwner;

// A program that owns a run, for tests that kill it. It obeys the lines on its standard input, and ends by itself after five minutes.
Task work = args switch
{
    ["run", string runs, .. string[] scripts] => RunOwner.RunAsync(runs, scripts),
    ["allocate", string runs, string count] => Allocator.RunAsync(runs, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["application", string runs, string user, string script] => ApplicationOwner.RunAsync(runs, user, script),
    ["start-runs", string runs, string count] => RunStarter.RunAsync(runs, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["serve", string runs, string project, string target] => ServiceOwner.RunAsync(runs, project, target),
    ["tool", string runs, string definition] => ToolFinder.RunAsync(runs, definition),
    ["cache", string kind, string name] => CacheFiller.RunAsync(kind, name),
    _ => throw new ArgumentException($"'{string.Join(' ', args)}' is not a command."),
};
await work.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
