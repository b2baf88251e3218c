using System.Globalization;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

/// <summary>Small documents of few names, so that random paths find something.</summary>
internal static class RandomJson
{
    private static readonly string[] s_names = ["a", "b", "c", "dé"];

    public static string Name(Random random) => s_names[random.Next(s_names.Length)];

    public static string Value(Random random, int depth) => (depth == 0 ? random.Next(4) : random.Next(4, 12)) switch
    {
        0 or 4 => random.Next(3).ToString(CultureInfo.InvariantCulture),
        1 => "\"text\"",
        2 => "null",
        3 => "true",
        5 or 6 or 7 => Array(random, depth),
        _ => $"{{{string.Join(',', s_names.Where(_ => random.Next(2) == 0).Select(n => $"\"{n}\":{Value(random, depth - 1)}"))}}}",
    };

    public static string Array(Random random, int depth) => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1)))}]";
}
