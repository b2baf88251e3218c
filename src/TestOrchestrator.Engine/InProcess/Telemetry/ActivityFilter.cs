using System.Diagnostics;

namespace TestOrchestrator.Engine.InProcess.Telemetry;

/// <summary>Lets a listener hear the activities of one service alone: those that begin in its flow of execution.</summary>
internal static class ActivityFilter
{
    private const string Property = "TestOrchestrator.Service";

    public static void Add(ActivityListener listener, ServiceScope scope)
    {
        if (listener.Sample is { } sample)
        {
            listener.Sample = (ref options) => ServiceScope.Current == scope ? sample(ref options) : ActivitySamplingResult.None;
        }

        if (listener.SampleUsingParentId is { } sampleByText)
        {
            listener.SampleUsingParentId = (ref options) =>
                ServiceScope.Current == scope ? sampleByText(ref options) : ActivitySamplingResult.None;
        }

        if (listener.ActivityStarted is { } started)
        {
            listener.ActivityStarted = activity =>
            {
                if (ServiceScope.Current == scope)
                {
                    activity.SetCustomProperty(Property, scope);
                    started(activity);
                }
            };
        }

        if (listener.ActivityStopped is { } stopped)
        {
            // It may end in another flow than it began in.
            listener.ActivityStopped = activity =>
            {
                if (activity.GetCustomProperty(Property) == scope)
                {
                    stopped(activity);
                }
            };
        }
    }
}

/// <summary>
/// Tells of the requests of one host, to those of its own service who listen: what another service's instrumentation does with a request,
/// such as leaving it out, would be done to this service's span.
/// </summary>
internal sealed class ServiceDiagnosticListener : DiagnosticListener
{
    private readonly ServiceScope _scope;
    private readonly bool _isMade;

    public ServiceDiagnosticListener(string name, ServiceScope scope)
        : base(name)
    {
        // All observers of listeners have subscribed by now, and were turned away: which of them belong to the service cannot be told.
        _scope = scope;
        _isMade = true;
    }

    private bool IsOpen => _isMade && (ServiceScope.Current is not { } current || current == _scope);

    public override IDisposable Subscribe(IObserver<KeyValuePair<string, object?>> observer) =>
        IsOpen ? base.Subscribe(observer) : Nothing.Instance;

    public override IDisposable Subscribe(IObserver<KeyValuePair<string, object?>> observer, Predicate<string>? isEnabled) =>
        IsOpen ? base.Subscribe(observer, isEnabled) : Nothing.Instance;

    public override IDisposable Subscribe(
        IObserver<KeyValuePair<string, object?>> observer,
        Func<string, object?, object?, bool>? isEnabled) =>
        IsOpen ? base.Subscribe(observer, isEnabled) : Nothing.Instance;

    public override IDisposable Subscribe(
        IObserver<KeyValuePair<string, object?>> observer,
        Func<string, object?, object?, bool>? isEnabled,
        Action<Activity, object?>? onActivityImport = null,
        Action<Activity, object?>? onActivityExport = null) =>
        IsOpen ? base.Subscribe(observer, isEnabled, onActivityImport, onActivityExport) : Nothing.Instance;

    private sealed class Nothing : IDisposable
    {
        public static Nothing Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
