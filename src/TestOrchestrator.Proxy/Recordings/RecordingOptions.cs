using System.Collections.Immutable;
using TestOrchestrator.Proxy.JsonPaths;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>Which file a scope is recorded to or answered from, and how. Immutable.</summary>
/// <remarks>
/// A request is found by its method, scheme, host, port, path, query parameters whatever their order, and body: JSON by its values, forms
/// by their fields, everything else byte by byte. Headers count only when <see cref="KeyHeaders"/> names them.
/// </remarks>
public sealed record RecordingOptions
{
    private static readonly ProxySessionOptions s_session = new() { Name = "defaults" };

    /// <summary>
    /// Gets the file, HAR 1.2; by custom <c>Recordings/Class/Test.har</c> beside the tests. Its directory is made when it is written.
    /// </summary>
    public required string File { get; init; }

    /// <summary>Gets what is done with it.</summary>
    /// <value>The default is <see cref="RecordingMode.Auto"/>.</value>
    public RecordingMode Mode { get; init; } = RecordingMode.Auto;

    /// <summary>Gets what is done with a request that is not in it.</summary>
    /// <value>The default is <see cref="ReplayMiss.Fail"/>. With <see cref="RecordingMode.Replay"/> nothing is forwarded.</value>
    public ReplayMiss OnMiss { get; init; } = ReplayMiss.Fail;

    /// <summary>Gets the status of <see cref="ReplayMiss.Status"/>.</summary>
    /// <value>The default is 502; 200 to 599.</value>
    public int MissStatus { get; init; } = 502;

    /// <summary>Gets a value indicating whether <see cref="RecordingMode.Auto"/> records nothing.</summary>
    /// <value>The default is whether the environment variable <c>CI</c> is <c>true</c>.</value>
    public bool NeverRecord { get; init; } = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the parameters of queries and forms that do not count, compared by their characters.</summary>
    /// <value>The default is none.</value>
    public ImmutableArray<string> IgnoredParameters { get; init; } = [];

    /// <summary>Gets where in JSON bodies of requests is what does not count: paths of RFC 9535.</summary>
    /// <value>The default is none.</value>
    public ImmutableArray<string> IgnoredJsonPaths { get; init; } = [];

    /// <summary>Gets the headers of requests that count, too, compared without regard to case.</summary>
    /// <value>The default is none: all are ignored.</value>
    public ImmutableArray<string> KeyHeaders { get; init; } = [];

    /// <summary>Gets a value indicating whether a request that comes more often than it was recorded is a miss.</summary>
    /// <value>The default is <see langword="false"/>: the last response is repeated.</value>
    public bool StrictRepeats { get; init; }

    /// <summary>
    /// Gets a value indicating whether two dates in requests are equal that are, within an hour, as far from the time of recording as from
    /// that of replay.
    /// </summary>
    /// <value>
    /// The default is <see langword="true"/>. Dates are texts in ISO 8601 and RFC 1123, and seconds or milliseconds since 1970.
    /// </value>
    public bool MatchDates { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether <c>Expires</c>, <c>Last-Modified</c> and the expiry of cookies are shifted by the time that has
    /// passed since the recording.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ShiftDates { get; init; } = true;

    /// <summary>
    /// Gets where in JSON bodies of responses dates are to be shifted likewise: paths of RFC 9535. They keep their format and offset.
    /// </summary>
    /// <value>The default is none.</value>
    public ImmutableArray<string> ShiftedJsonPaths { get; init; } = [];

    /// <summary>Gets the headers whose values are secret: the file has stand-ins for them.</summary>
    /// <value>The default is that of <see cref="ProxySessionOptions.RedactedHeaders"/>.</value>
    public ImmutableArray<string> SecretHeaders { get; init; } = s_session.RedactedHeaders;

    /// <summary>
    /// Gets the parameters of queries and forms, and the members of JSON, whose values are secret, compared as
    /// <see cref="ProxySessionOptions.RedactedParameters"/>.
    /// </summary>
    /// <value>The default is that of <see cref="ProxySessionOptions.RedactedParameters"/>.</value>
    public ImmutableArray<string> SecretParameters { get; init; } = s_session.RedactedParameters;

    /// <summary>Gets how old a recording may be; an older one is a problem, TO2352.</summary>
    /// <value>The default is <see langword="null"/>: any age.</value>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>
    /// Gets the version of what is tested. Beside <c>Test.har</c> there may be <c>Test@2.3.har</c>: the one with the highest version that
    /// is not above this one is used.
    /// </summary>
    /// <value>The default is <see langword="null"/>: <see cref="File"/> itself.</value>
    public Version? Version { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(File))
        {
            yield return $"{nameof(File)} is empty; give a path such as 'Recordings/CheckoutTests/Pays.har'.";
        }

        if (!Enum.IsDefined(Mode) || !Enum.IsDefined(OnMiss))
        {
            yield return $"{nameof(Mode)} is {Mode} and {nameof(OnMiss)} is {OnMiss}; use the values that there are.";
        }

        if (Mode == RecordingMode.Replay && OnMiss is ReplayMiss.Forward or ReplayMiss.ForwardAndRecord)
        {
            yield return $"{nameof(OnMiss)} is {OnMiss}, and {nameof(RecordingMode.Replay)} never touches the network; use {nameof(RecordingMode.Auto)} or {nameof(RecordingMode.Update)}.";
        }

        if (MissStatus is < 200 or > 599)
        {
            yield return $"{nameof(MissStatus)} is {MissStatus}; it is 200 to 599.";
        }

        if (MaxAge is { } age && age <= TimeSpan.Zero)
        {
            yield return $"{nameof(MaxAge)} is {age}; it is more than 0, or null for any age.";
        }

        foreach (string problem in ListProblems())
        {
            yield return problem;
        }
    }

    private IEnumerable<string> ListProblems()
    {
        (string Name, ImmutableArray<string> Items)[] lists =
        [
            (nameof(IgnoredParameters), IgnoredParameters), (nameof(IgnoredJsonPaths), IgnoredJsonPaths), (nameof(KeyHeaders), KeyHeaders),
            (nameof(ShiftedJsonPaths), ShiftedJsonPaths), (nameof(SecretHeaders), SecretHeaders), (nameof(SecretParameters), SecretParameters),
        ];
        foreach ((string name, ImmutableArray<string> items) in lists)
        {
            if (items.IsDefault || items.Any(string.IsNullOrEmpty))
            {
                yield return $"{name} {(items.IsDefault ? "is the default of its type" : "holds an empty text")}; use [] for none.";
            }
            else if (name.EndsWith("Paths", StringComparison.Ordinal))
            {
                foreach (string problem in items.Select(PathProblem).OfType<string>())
                {
                    yield return $"{name}: {problem}";
                }
            }
        }
    }

    private static string? PathProblem(string path)
    {
        try
        {
            JsonPath.Parse(path);
            return null;
        }
        catch (ProxyException invalid)
        {
            return invalid.Message;
        }
    }
}
