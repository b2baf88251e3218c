using System.Globalization;
using Fuzz.Targets;

namespace Fuzz.Running;

/// <summary>What the program is asked for. Immutable.</summary>
internal sealed record FuzzOptions
{
    public IReadOnlyList<string> Targets { get; init; } = [.. FuzzTargets.All.Select(t => t.Name)];

    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    public int Seed { get; init; } = Environment.TickCount;

    /// <summary>Gets where inputs are kept that showed something new; one directory for each target.</summary>
    public string? Corpus { get; init; }

    public string Failures { get; init; } = Path.Combine(Path.GetTempPath(), "fuzz-failures");

    public int Parallel { get; init; } = 16;

    /// <summary>Gets how many exchanges go through one session instead of fuzzing.</summary>
    public int Traffic { get; init; }

    /// <summary>Gets how many sessions are opened, used and ended instead of fuzzing.</summary>
    public int Sessions { get; init; }

    public static FuzzOptions? Parse(string[] args)
    {
        FuzzOptions options = new();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || With(options, args[i], args[i + 1]) is not { } next)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private static FuzzOptions? With(FuzzOptions options, string name, string value)
    {
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return name switch
        {
            "--target" when value == "all" => options,
            "--target" when value.Split(',').All(v => FuzzTargets.All.Any(t => t.Name == v)) => options with { Targets = value.Split(',') },
            "--seconds" when isNumber => options with { Time = TimeSpan.FromSeconds(number) },
            "--seed" when isNumber => options with { Seed = number },
            "--corpus" => options with { Corpus = value },
            "--failures" => options with { Failures = value },
            "--parallel" when isNumber && number > 0 => options with { Parallel = number },
            "--traffic" when isNumber => options with { Traffic = number },
            "--sessions" when isNumber => options with { Sessions = number },
            _ => null,
        };
    }
}
