using System.Globalization;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>What an author of a fault can have meant otherwise.</summary>
internal static class FaultErrors
{
    // Timers of the platform reach no further.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static TimeSpan Checked(string what, TimeSpan time) => time >= TimeSpan.Zero && time <= s_longest
        ? time
        : throw new ProxyException("TO2280", $"The {what} of a fault is {time}; it is not negative, and at most {s_longest}.");

    public static T Checked<T>(string what, T value, T least)
        where T : IComparable<T>, IFormattable => value.CompareTo(least) >= 0
        ? value
        : throw new ProxyException("TO2282", string.Create(CultureInfo.InvariantCulture, $"The {what} of a fault is {value}; it is at least {least}."));

    public static double CheckedProbability(string what, double probability) => probability is > 0 and <= 1
        ? probability
        : throw new ProxyException("TO2283", string.Create(CultureInfo.InvariantCulture, $"The {what} of a fault is {probability}; it is more than 0 and at most 1. For none, leave the fault out."));

    public static ProxyException Jitter(TimeSpan latency, TimeSpan jitter) => new(
        "TO2281", $"The jitter of a fault, {jitter}, is more than its latency, {latency}: nothing arrives before it was sent. Give a jitter of at most the latency.");

    public static ProxyException Variation(int size, int variation) => new(
        "TO2282", $"The variation of a slice is {variation} bytes; it is at least 0 and less than its size, {size} bytes.");

    public static ProxyException Calls(int first, int last) => new(
        "TO2284", $"A fault cannot hit calls {first} to {last}: the first call is 1, and the last one is not before the first one of the range.");

    public static ProxyException Nothing() => new(
        "TO2285", "The fault does nothing. Say what goes wrong, such as f.Latency(TimeSpan.FromMilliseconds(200)) or f.Reset().");

    public static ProxyException NeedsBody(RequestPattern pattern, PatternPart part) => new(
        "TO2287", $"A fault is decided before the body of a request has come, so its pattern '{pattern}' cannot ask for {part.Name}. Ask for host, path, query, headers or cookies, or disturb a mock.");

    public static ProxyException BodyOfMock(Disturbance asked) => new(
        "TO2288", $"The fault '{asked}' of a mock cannot act upstream on the body of requests: it may have been read to find the mock. Give the fault to the scope, or act downstream.");

    public static ProxyException DownAndOther(Disturbance asked) => new(
        "TO2286", $"The fault '{asked}' refuses connections, so nothing else that it says could act. Leave out Down, or make two faults.");
}
