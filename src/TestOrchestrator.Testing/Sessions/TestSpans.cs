using System.Diagnostics;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>
/// Listens to what tests do themselves, such as their HTTP calls and their queries, and has it kept below the span of the test. Services in
/// this process are not heard: they work in flows of execution of their own. Thread-safe.
/// </summary>
internal sealed class TestSpans : IDisposable
{
    private const string Property = "TestOrchestrator.Test";

    // Sockets, name resolution, TLS: a person looks for what a test calls, not for how.
    private const string Details = "Experimental.";

    private readonly ActivityListener _listener;

    public TestSpans()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name.Length > 0 && !source.Name.StartsWith(Details, StringComparison.Ordinal),
            Sample = static (ref options) =>
                TestExecution.Executing is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = static activity => activity.SetCustomProperty(Property, TestExecution.Executing),
            ActivityStopped = static activity => (activity.GetCustomProperty(Property) as TestExecution)?.Trace(activity),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();
}
