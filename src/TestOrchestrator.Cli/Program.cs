using System.CommandLine;
using TestOrchestrator.Cli.Cleaning;
using TestOrchestrator.Cli.Dashboards;
using TestOrchestrator.Cli.Doctor;
using TestOrchestrator.Cli.Groups;
using TestOrchestrator.Cli.Logs;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Cli.Proxies;
using TestOrchestrator.Cli.Running;

namespace TestOrchestrator.Cli;

internal static class Program
{
    // What Ctrl+C means is a matter of each command: most simply end, and what they asked for goes on.
    public static Task<int> Main(string[] args) => Root().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

    public static RootCommand Root()
    {
        RootCommand root = new("Groups of processes, app hosts, and what this machine offers for them.")
        {
            GlobalOptions.Json,
            GroupCommand.Create(),
            RunCommand.Create(),
            DashboardCommand.Create(),
            ProxyCommand.Create(),
            LogsCommand.Create(),
            DoctorCommand.Create(),
            CleanCommand.Create(),
            CompletionsCommand.Create(),
            KeepCommand.Create(),
        };
        return root;
    }
}
