using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Testing.Apps;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Evidence;

/// <summary>What stands in the output of a failed test.</summary>
internal static class FailureReport
{
    private const int MaxLines = 60;
    private const int MaxProblems = 10;

    private static readonly string[] s_reopenRemarks =
    [
        "         (with the data of its servers; not with what ConfigureApp does, and as processes)",
        "         (orch: dotnet tool install --global TestOrchestrator.Cli)",
    ];

    public static string Render(
        ClassApp app,
        IReadOnlyDictionary<string, ProxyScope> proxies,
        IReadOnlyDictionary<string, long> logStarts) =>
        string.Join(
        Environment.NewLine,
        [
            $"--- TestOrchestrator: application '{app.Application.Id}' (lane {app.Application.Lane}, {app.Application.Address})",
            $"Logs:    {app.Application.LogDirectory}",
            .. TrafficFiles.Of(app).Select(file => $"Traffic: {file.Path}"),
            .. app.IsKept ? [$"Reopen:  {ReopenCommand(app)}", .. s_reopenRemarks] : Array.Empty<string>(),
            .. States(app.Hosted.Instances),
            .. proxies.SelectMany(proxy => Problems(proxy.Key, proxy.Value)),
            .. app.Hosted.Instances.SelectMany(r => Log(r, logStarts)),
            "",
        ]);

    /// <summary>Makes the command that starts an application again which was kept.</summary>
    public static string ReopenCommand(ClassApp app) => DashboardClass.ReopenCommand(app.AppHostDirectory, app.Application.Directory);

    private static IEnumerable<string> States(IEnumerable<ResourceStatus> instances) => instances
        .Where(r => !r.IsAsExpected)
        .Select(r => $"'{r.Name}' is {r.State}. {r.Reason}".TrimEnd());

    // A worker that tries again and again has the same problem each time.
    private static IEnumerable<string> Problems(string proxy, ProxyScope scope)
    {
        (string Message, int Times)[] problems = [.. scope.Problems.GroupBy(p => p.Message.TrimEnd(), (message, same) => (message, same.Count()))];
        return problems.Length == 0
            ? []
            :
            [
                $"--- Proxy '{proxy}' during this test:",
                .. problems.Take(MaxProblems).Select(p => p.Times == 1 ? p.Message : $"{p.Message}{Environment.NewLine}({p.Times} times)"),
                .. problems.Length > MaxProblems ? [$"and {problems.Length - MaxProblems} other problems; the traffic shows them"] : Array.Empty<string>(),
            ];
    }

    private static IEnumerable<string> Log(ResourceStatus resource, IReadOnlyDictionary<string, long> logStarts)
    {
        // What servers say of themselves fills pages and explains nothing; their logs are in the directory.
        if (!resource.IsProgram)
        {
            return [];
        }

        string[] lines = LogFile.Read(resource.LogFile, logStarts.GetValueOrDefault(resource.Name)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string part = lines.Length > MaxLines ? $" (the last {MaxLines} of {lines.Length} lines)" : "";
        return lines.Length == 0
            ? []
            : [$"--- '{resource.Name}' wrote during this test{part}:", .. lines.TakeLast(MaxLines).Select(line => line.TrimEnd('\r'))];
    }
}
