using System.Collections.Immutable;
using System.Globalization;

namespace Bench.Options;

/// <summary>What was asked for on the command line. Immutable.</summary>
internal sealed record BenchOptions
{
    /// <summary>Gets the names of the cases.</summary>
    public required ImmutableArray<string> Cases { get; init; }

    /// <summary>Gets the file that the report is written to as JSON; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>Gets whether peers are measured, too.</summary>
    public bool Peers { get; init; }

    /// <summary>Gets how many runs count in each row; null for as many as the row says.</summary>
    public int? Runs { get; init; }

    /// <summary>Gets how many applications the case <c>app</c> keeps alive.</summary>
    public int Apps { get; init; } = 200;

    /// <summary>Gets how many connections the case <c>connections</c> opens.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>Gets how long the windows of the case <c>proxy</c> count; null for as long as usual.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Gets which parts of the case <c>proxy</c> are measured; empty for all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>Gets whether a glance is enough: that everything works, not how quickly.</summary>
    public bool Quick { get; init; }

    public int RunsOr(int standard) => Runs ?? standard;

    /// <summary>Reads a command line.</summary>
    /// <returns>The options; null if it cannot be understood.</returns>
    public static BenchOptions? Parse(string[] args, IReadOnlyCollection<string> known)
    {
        string[] cases = [.. args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal))];
        BenchOptions options = new() { Cases = cases is ["all"] ? [.. known] : [.. cases] };
        if (options.Cases.IsEmpty || options.Cases.Except(known).Any())
        {
            return null;
        }

        Queue<string> rest = new(args[cases.Length..]);
        while (rest.TryDequeue(out string? option))
        {
            switch (option)
            {
                case "--peers":
                    options = options with { Peers = true };
                    break;
                case "--json" when rest.TryDequeue(out string? file):
                    options = options with { Json = file };
                    break;
                case "--runs" when Number(rest) is { } runs:
                    options = options with { Runs = runs };
                    break;
                case "--apps" when Number(rest) is { } apps:
                    options = options with { Apps = apps };
                    break;
                case "--connections" when Number(rest) is { } connections:
                    options = options with { Connections = connections };
                    break;
                case "--window" when Number(rest) is { } seconds:
                    options = options with { Window = TimeSpan.FromSeconds(seconds) };
                    break;
                case "--only" when rest.TryDequeue(out string? parts):
                    options = options with { Only = [.. parts.Split(',')] };
                    break;
                case "--quick":
                    options = options with { Quick = true };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int? Number(Queue<string> rest) =>
        rest.TryDequeue(out string? text) && int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
