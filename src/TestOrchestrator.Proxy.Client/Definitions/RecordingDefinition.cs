using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>What the requests of a scope are recorded to, or answered from. Immutable.</summary>
/// <remarks>What is <see langword="null"/>, which is the default of everything, is as the proxy has it by itself.</remarks>
public sealed record RecordingDefinition
{
    /// <summary>Gets the id of the scope.</summary>
    /// <value>The default is the root scope of the session.</value>
    public string? Scope { get; init; }

    /// <summary>Gets a HAR file of the machine that the proxy runs on; one that is not there is made.</summary>
    /// <value>
    /// The default is <see langword="null"/>: what is recorded is in the answer to <see cref="ControlledRecording.CommitAsync"/>.
    /// </value>
    public string? File { get; init; }

    /// <summary>Gets HAR 1.2 of any program, from which requests are answered; instead of <see cref="File"/>.</summary>
    public JsonElement? Har { get; init; }

    /// <summary>Gets what is done: <c>off</c>, <c>record</c>, <c>replay</c>, <c>auto</c> or <c>update</c>.</summary>
    /// <value>The default is <c>auto</c>: <c>replay</c> where there is something to replay, else <c>record</c>.</value>
    public string? Mode { get; init; }

    /// <summary>
    /// Gets what is done with a request that is not in it: <c>fail</c>, <c>forward</c>, <c>forward_and_record</c>, <c>reset</c> or
    /// <c>status</c>.
    /// </summary>
    /// <value>The default is <c>fail</c>.</value>
    public string? OnMiss { get; init; }

    /// <summary>Gets the status where <see cref="OnMiss"/> is <c>status</c>.</summary>
    /// <value>The default is 502.</value>
    public int? MissStatus { get; init; }

    /// <summary>Gets whether <c>auto</c> records nothing.</summary>
    /// <value>The default is whether the environment of the proxy has <c>CI=true</c>.</value>
    public bool? NeverRecord { get; init; }

    /// <summary>Gets the parameters of queries and forms that do not count.</summary>
    public IReadOnlyList<string>? IgnoredParameters { get; init; }

    /// <summary>Gets JSONPaths (RFC 9535) to what does not count in bodies of requests.</summary>
    public IReadOnlyList<string>? IgnoredJsonPaths { get; init; }

    /// <summary>Gets the headers of requests that count, too.</summary>
    public IReadOnlyList<string>? KeyHeaders { get; init; }

    /// <summary>Gets whether a request that comes more often than it was recorded is a miss.</summary>
    /// <value>The default is that the last response is repeated.</value>
    public bool? StrictRepeats { get; init; }

    /// <summary>Gets whether dates in requests are equal that are as far from the recording as from the replay.</summary>
    /// <value>The default is that they are.</value>
    public bool? MatchDates { get; init; }

    /// <summary>Gets whether dates in headers of responses are shifted by the time since the recording.</summary>
    /// <value>The default is that they are.</value>
    public bool? ShiftDates { get; init; }

    /// <summary>Gets JSONPaths to dates in bodies of responses that are shifted likewise.</summary>
    public IReadOnlyList<string>? ShiftedJsonPaths { get; init; }

    /// <summary>Gets the headers whose values are replaced by stand-ins.</summary>
    public IReadOnlyList<string>? SecretHeaders { get; init; }

    /// <summary>Gets the parameters and members of JSON whose values are replaced by stand-ins.</summary>
    public IReadOnlyList<string>? SecretParameters { get; init; }

    /// <summary>Gets how old it may be before that is a problem, TO2352, in seconds.</summary>
    /// <value>The default is any age.</value>
    public double? MaxAgeSec { get; init; }

    /// <summary>Gets the version of what is tested, such as <c>2.3</c>, by which one of several files is chosen.</summary>
    public string? Version { get; init; }
}
