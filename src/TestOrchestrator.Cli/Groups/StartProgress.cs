using TestOrchestrator.Cli.Output;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Groups;

/// <summary>Shows what a start still waits for.</summary>
internal static class StartProgress
{
    public static Task<GroupChange> ShowAsync(Printer printer, string directory, Task<GroupChange> start, CancellationToken cancellationToken) =>
        printer.WithProgressAsync($"Starting {Path.GetFileName(directory)}.", start, () => DescribeAsync(directory, cancellationToken), cancellationToken);

    private static async Task<string> DescribeAsync(string directory, CancellationToken cancellationToken)
    {
        GroupReport report = await GroupClient.StatusAsync(directory, cancellationToken).ConfigureAwait(false);
        return string.Join(", ", report.Processes.Where(p => !p.Ready).Select(p => $"{p.Name}: {p.State}"));
    }
}
