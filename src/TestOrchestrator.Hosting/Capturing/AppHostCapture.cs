using TestOrchestrator.AppModel;
using TestOrchestrator.Hosting.Building;

namespace TestOrchestrator.Hosting.Capturing;

/// <summary>One run of an app host's entry point that is only to hand over what it describes.</summary>
internal sealed class AppHostCapture(AppHostProject project, IReadOnlyList<string> args, Action<IDistributedApplicationBuilder>? configure)
{
    private static readonly AsyncLocal<AppHostCapture?> s_current = new();

    /// <summary>Gets the capture that the current flow of execution belongs to; null if the app host runs by hand.</summary>
    public static AppHostCapture? Current => s_current.Value;

    public AppHostProject Project { get; } = project;

    public IReadOnlyList<string> Args { get; } = args;

    /// <summary>Gets what was handed over; null if nothing was.</summary>
    public ApplicationModel? Model { get; private set; }

    public void Enter() => s_current.Value = this;

    public void Configure(IDistributedApplicationBuilder builder) => configure?.Invoke(builder);

    public void HandOver(ApplicationModel model) => Model = model;

    /// <summary>Leaves the entry point where it would run the application.</summary>
    public void Unwind() => throw new AppHostUnwindException(this);

    /// <summary>Tells whether an exception is this capture's own way out.</summary>
    public bool IsUnwinding(Exception exception) => exception switch
    {
        AppHostUnwindException unwind => unwind.Capture == this,
        AggregateException { InnerExceptions: [Exception only] } => IsUnwinding(only),
        _ => false,
    };

    private sealed class AppHostUnwindException(AppHostCapture capture)
        : Exception("The app host was entered to hand over its model, and leaves where it would run it.")
    {
        public AppHostCapture Capture { get; } = capture;
    }
}
