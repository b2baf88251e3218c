using System.Globalization;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Expectations;

/// <summary>How traffic can be other than a test expects.</summary>
internal static class ExpectationErrors
{
    public static TimeoutException NotAnswered(RequestPattern pattern, string scope, int wanted, int came, TimeSpan timeout, string report)
    {
        string exchanges = wanted == 1 ? "1 answered exchange that fits" : $"{wanted} answered exchanges that fit";
        return new TimeoutException($"TO2401: Waited {Seconds(timeout)} for {exchanges} {pattern} in scope '{scope}'; {came} came.\n{report}");
    }

    public static ProxyAssertionException NotOnce(RequestPattern pattern, string scope, TimeSpan timeout, string report) => new(
        "TO2402", $"Exactly one request that fits {pattern} was expected in scope '{scope}'; none came within {Seconds(timeout)}.\n{report}");

    public static ProxyAssertionException MoreThanOnce(RequestPattern pattern, string scope, string came) => new(
        "TO2403", $"Exactly one request that fits {pattern} was expected in scope '{scope}', but more came:{came}");

    public static ProxyAssertionException NotNone(RequestPattern pattern, string scope, string came) => new(
        "TO2404", $"No request that fits {pattern} was expected in scope '{scope}', but one came:{came}");

    public static TimeoutException NotQuiet(RequestPattern pattern, string scope, TimeSpan quiet, TimeSpan timeout, string report) => new(
        $"TO2405: Scope '{scope}' was not quiet for {Seconds(quiet)} within {Seconds(timeout)}, "
        + $"so nobody can tell whether more requests that fit {pattern} would have come.\n{report}");

    public static TimeoutException NoMessage(RequestPattern pattern, string scope, TimeSpan timeout, long seen, string report)
    {
        string came = seen switch
        {
            0 => "no message came",
            1 => "1 message came, and it is not the one",
            _ => string.Create(CultureInfo.InvariantCulture, $"{seen} messages came, and none is the one"),
        };
        return new TimeoutException($"TO2250: Waited {Seconds(timeout)} for a message of a WebSocket that fits {pattern} in scope '{scope}'; {came}.\n{report}");
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
