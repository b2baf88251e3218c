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

    private sealed class ImmutableCollections
    {
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

        [GeneratedRegex("^[a-z]+$")]
        public static partial Regex Letters();
    }
}
