using System.Diagnostics;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Testing.Apps;
using TestOrchestrator.Testing.Evidence;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>One execution of one test with its application, from before its class is constructed until after it is disposed of.</summary>
public sealed class TestExecution : IAsyncDisposable
{
    private static readonly AsyncLocal<TestExecution?> s_executing = new();

    private readonly ClassApp _class;
    private readonly IReadOnlyDictionary<string, ProxyScope> _scopes;
    private readonly IReadOnlyList<Recording> _recordings;
    private readonly Activity _activity;
    private readonly RecordingTally _tally;
    private readonly Dictionary<string, long> _logStarts;
    private readonly List<Recording> _written = [];
    private bool _hasEnded;

    internal TestExecution(
        ClassApp @class, string testName, ActivityTraceId trace, IReadOnlyDictionary<string, ProxyScope> scopes, IReadOnlyList<Recording> recordings, RecordingTally tally)
    {
        _class = @class;
        _recordings = recordings;
        _tally = tally;
        _scopes = scopes;
        TestName = testName;
        App = new(@class, scopes);
        _logStarts = @class.Hosted.Instances.ToDictionary(i => i.Name, i => LogFile.LengthOf(i.LogFile), StringComparer.OrdinalIgnoreCase);
        _activity = new(testName);

        // A trace that is known beforehand, and a span without a parent in it.
        _activity.SetParentId(trace, default, ActivityTraceFlags.Recorded);
    }

    /// <summary>Gets the name of the test.</summary>
    public string TestName { get; }

    /// <summary>Gets the test that this flow of execution belongs to; null for none, and for one that has ended.</summary>
    internal static TestExecution? Executing => s_executing.Value is { _hasEnded: false } executing ? executing : null;

    /// <summary>Gets what tells the rows of its data apart; empty for none.</summary>
    internal string Row { get; init; } = "";

    /// <summary>Gets the application as the test sees it.</summary>
    public TestApp App { get; }

    /// <summary>
    /// Makes the application the current one, and the test's trace that of every request which it sends. Called on the flow of execution of
    /// the test.
    /// </summary>
    public void Enter()
    {
        App.Enter();
        s_executing.Value = this;
        _activity.Start();
    }

    /// <summary>Looks what ended during the test when it should not have.</summary>
    /// <returns>What to fail the test with; null if nothing ended.</returns>
    public Exception? TakeCrash()
    {
        IReadOnlyList<ResourceStatus> failures = _class.TakeNewFailures();
        return failures.Count == 0
            ? null
            : new ResourceCrashedException($"TO4004: A resource of the application ended during the test.{string.Concat(failures.Select(f => $"{Environment.NewLine}{f.Reason ?? $"'{f.Name}' is {f.State}."}"))}");
    }

    /// <summary>Ends what the test has told the proxies, and looks what problems they have.</summary>
    /// <returns>What to fail the test with; null if there is none, or none that counts.</returns>
    public async Task<Exception?> TakeProblemsAsync()
    {
        List<string> problems = [];
        foreach ((string name, ProxyScope scope) in _scopes)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            problems.AddRange(scope.Problems.Where(p => !p.IsIgnored).Select(p => $"{Environment.NewLine}proxy '{name}': {p.Message}").Distinct());
        }

        return problems.Count == 0
            ? null
            : new ProxyProblemsException(
                "TO4010: The test passed, and so it would without anybody noticing what its proxy has seen. Mend it, or say that it may happen "
                + $"(app.Proxy.IgnoreProblems).{string.Concat(problems)}");
    }

    /// <summary>Writes what was recorded of the test. Called when it has passed; otherwise the files stay as they were.</summary>
    /// <returns>What to fail the test with; null if all was written.</returns>
    public async Task<Exception?> CommitRecordingsAsync()
    {
        try
        {
            foreach (Recording recording in _recordings)
            {
                if (await recording.CommitAsync().ConfigureAwait(false))
                {
                    _written.Add(recording);
                }
            }

            return null;
        }
        catch (Exception failed) when (failed is ProxyException or IOException or UnauthorizedAccessException)
        {
            return failed;
        }
    }

    /// <summary>Collects what a person needs to understand why the test failed, and has it kept.</summary>
    /// <returns>
    /// A text for the output of the test: where logs and traffic are, what the proxy could not answer, what services wrote during the test.
    /// </returns>
    public async Task<string> CollectEvidenceAsync()
    {
        _class.TestFailed();
        _activity.SetStatus(ActivityStatusCode.Error);
        await TrafficFiles.WriteAsync(_class).ConfigureAwait(false);
        string report = FailureReport.Render(_class, _scopes, _logStarts);
        _class.Row?.Explain(TestName, report);
        await FailureFile.AppendAsync(_class.Application, $"{TestName}{Row} failed.{Environment.NewLine}{report}").ConfigureAwait(false);
        return report;
    }

    /// <summary>Keeps something that the test did, for a dashboard to show it.</summary>
    internal void Trace(Activity span) => _class.Telemetry?.Trace(_class.ClassName, span);

    /// <summary>Ends the test: what it told the proxy holds no more.</summary>
    public async ValueTask DisposeAsync()
    {
        EndSpan();
        foreach (Recording recording in _recordings)
        {
            await recording.DisposeAsync().ConfigureAwait(false);
        }

        foreach (ProxyScope scope in _scopes.Values)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }

        // Last: until its scope has ended, a test may still be answered.
        if (!_hasEnded)
        {
            _hasEnded = true;
            _tally.Add(TestName + Row, _recordings, _written);
        }
    }

    private void EndSpan()
    {
        if (_activity.IsStopped || _activity.SpanId == default)
        {
            return;
        }

        // The names of OpenTelemetry's conventions for tests.
        _activity.SetTag("test.case.name", TestName + Row);
        _activity.SetTag("test.suite.name", _class.ClassName);
        _activity.SetTag("test.case.result.status", _activity.Status == ActivityStatusCode.Error ? "fail" : "pass");
        string prefix = $"{_class.ClassName}.";
        string name = TestName.StartsWith(prefix, StringComparison.Ordinal) ? TestName[prefix.Length..] : TestName;
        _activity.DisplayName = name + Row;
        _activity.Stop();
        _class.Application.Run.Events.Write(
            "test-ended",
            ("app", _class.Application.Id),
            ("test", TestName + Row),
            ("outcome", _activity.Status == ActivityStatusCode.Error ? "failed" : "passed"));
        Trace(_activity);
    }
}
