using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Engine.Tests.InProcess;

#pragma warning disable CA1823, CS0169, CS0414, IDE0044, IDE0051, IDE0052, CA1802, CA1810, IDE0079, CA1859, SYSLIB1045 // Nobody uses them: they are looked at.

/// <summary>Types without static state.</summary>
internal static partial class Harmless
{
    private sealed class Constants
    {
        private const string Text = "text";
        private const int Number = 7;
        private static readonly int s_number = 7;
        private static readonly decimal s_price = 9.90m;
        private static readonly string s_text = "text" + Text;
        private static readonly TimeSpan s_time = TimeSpan.FromSeconds(3);
        private static readonly Uri s_uri = new("https://example.com");
        private static readonly Guid s_guid = new("00000000-0000-0000-0000-000000000001");
        private static readonly int? s_maybe = 3;
    }

    private sealed class Values
    {
        private static readonly DayOfWeek s_day = DayOfWeek.Friday;
        private static readonly Pair s_pair;
        private static readonly Type s_type = typeof(string);
        private static readonly IFormatProvider s_format = System.Globalization.CultureInfo.InvariantCulture;
        private static readonly IEqualityComparer<string> s_comparer = StringComparer.OrdinalIgnoreCase;
        private static readonly KeyValuePair<string, int> s_entry = new("a", 1);
        private static readonly int s_switch = "abcd".Length switch { 0 => 7, 1 => 5, 2 => 9, 3 => 1, 4 => 8, 5 => 2, _ => 0 };
    }

    private readonly record struct Pair(int One, int Two);

    private sealed record Order(string Name, int Number)
    {
        public static int NumberOf(string name) => name switch { "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, _ => 0 };
    }

    private sealed class WithParameters(string name)
    {
        public string Name => name;
    }

    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct Four
    {
        private int _first;
    }

    private interface IWithStaticMembers
    {
        static abstract int Number { get; }

        static string Name => "name";
    }

    private static class Outer<T>
    {
        public static class Inner<TOther>
        {
            public static string Name => $"{typeof(T)} {typeof(TOther)}";
        }
    }

    private sealed class Dynamic
    {
        public static object Sum(dynamic one, dynamic two) => one + two;
    }

    private sealed class ImmutableCollections
    {
        private static readonly IReadOnlyList<string> s_list = ["a", "b"];
        private static readonly FrozenDictionary<string, int> s_dictionary = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("a", 1)]);
        private static readonly ImmutableArray<string> s_array = ["a", "b"];
        private static readonly FrozenSet<string> s_set = FrozenSet.ToFrozenSet(["a", "b"], StringComparer.Ordinal);
        private static readonly SearchValues<char> s_characters = SearchValues.Create("abc");
    }

    private sealed class Configured
    {
        private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter() } };
        private static readonly Regex s_regex = new("^[a-z]+$", RegexOptions.CultureInvariant);
        private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);
        private static readonly HttpMethod s_method = new("QUERY");
    }

    private sealed class Lambdas
    {
        private static readonly Func<int, int> s_twice = x => 2 * x;
        private static readonly Action s_nothing = static () => { };
        private static readonly Func<string, int> s_parse = int.Parse;
        private static readonly Func<int, Task<int>> s_later = static async x =>
        {
            await Task.Yield();
            return x;
        };

        public static IEnumerable<int> Use(IEnumerable<int> numbers) => numbers.Select(x => x + 1).Where(static x => x > 0);
    }

    private sealed class NoFields
    {
        public static ReadOnlySpan<byte> Bytes => "bytes"u8;

        public static int[] Numbers() => [1, 2, 3, 4, 5];
    }

    private sealed partial class Generated
    {
        [LoggerMessage(LogLevel.Information, "Hello {Name}.")]
        public static partial void Hello(ILogger logger, string name);

        private static readonly Action<ILogger, string, Exception?> s_hello = LoggerMessage.Define<string>(LogLevel.Information, new(1, "Hello"), "Hello {Name}.");

        [GeneratedRegex("^[a-z]+$")]
        public static partial Regex Letters();
    }

    [JsonSerializable(typeof(Order))]
    private sealed partial class Json : JsonSerializerContext;
}
