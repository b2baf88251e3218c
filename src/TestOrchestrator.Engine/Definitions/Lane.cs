using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>How faithfully what an application consists of is realised. Immutable.</summary>
public readonly record struct Lane
{
    // The default is a lane, too: the quickest.
    private readonly string? _name;

    private Lane(string? name) => _name = name;

    /// <summary>Gets the lane for every test run: .NET projects inside the test process, databases cloned on one shared server.</summary>
    public static Lane Fast { get; } = new(null);

    /// <summary>Gets the lane of real processes: every project a process, every app its own servers.</summary>
    public static Lane Real { get; } = new("real");

    /// <summary>Gets the lane of containers and of an engine other than this one.</summary>
    public static Lane Aspire { get; } = new("aspire");

    /// <summary>Gets all lanes, from the quickest to the most faithful.</summary>
    public static ImmutableArray<Lane> All { get; } = [Fast, Real, Aspire];

    /// <summary>Reads the name of a lane, in any case.</summary>
    /// <param name="text">The name.</param>
    /// <param name="lane">The lane; <see cref="Fast"/> if the name is unknown.</param>
    /// <returns>Whether there is a lane of that name.</returns>
    public static bool TryParse(string? text, out Lane lane)
    {
        foreach (Lane known in All)
        {
            if (string.Equals(known.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                lane = known;
                return true;
            }
        }

        lane = Fast;
        return false;
    }

    /// <summary>Returns the name of the lane.</summary>
    public override string ToString() => _name ?? "fast";
}
