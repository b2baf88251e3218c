using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Dashboards;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>
/// What the dashboard shows of a test class: whether its application starts, how many of its tests have passed, and why some failed.
/// Thread-safe.
/// </summary>
internal sealed class ClassRow
{
    private readonly DashboardClass _shown;
    private readonly Lock _gate = new();
    private int _passed;
    private int _failed;

    public ClassRow(DashboardClass shown)
    {
        _shown = shown;
        shown.SetState("Starting", KnownResourceStateStyles.Info);
    }

    /// <summary>Shows the resources of the application.</summary>
    public void Show(AppHostApplication application) => _shown.Show(application);

    /// <summary>Shows that the application is ready.</summary>
    public void Run(ClassApp app)
    {
        ClassCommands.Add(_shown, app);
        _shown.SetProperty("logs", app.Application.LogDirectory);
        _shown.SetState("Running", KnownResourceStateStyles.Info);
    }

    /// <summary>Shows the counts, and the commands that can be given now.</summary>
    public void Show()
    {
        lock (_gate)
        {
            Show_UnderGate();
        }
    }

    /// <summary>Counts a test that has ended.</summary>
    public void Count(bool hasFailed)
    {
        lock (_gate)
        {
            _ = hasFailed ? _failed++ : _passed++;
            Show_UnderGate();
        }
    }

    /// <summary>Shows why a test failed.</summary>
    public void Explain(string test, string report) => _shown.Log($"{test} failed.{Environment.NewLine}{report}", isError: true);

    /// <summary>Shows that the application did not start.</summary>
    public Task FailAsync(string reason) => EndAsync(reason, "Failed to start", KnownResourceStateStyles.Error);

    /// <summary>Shows that the application cannot run on this machine.</summary>
    public Task SkipAsync(string reason) => EndAsync(reason, "Skipped", KnownResourceStateStyles.Warn);

    /// <summary>Shows how the class has ended.</summary>
    public async Task EndAsync()
    {
        lock (_gate)
        {
            _shown.SetState(
                $"{(_failed > 0 ? "Failed" : "Passed")}, {Counts()}",
                _failed > 0 ? KnownResourceStateStyles.Error : KnownResourceStateStyles.Success);
        }

        await _shown.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndAsync(string reason, string state, string style)
    {
        _shown.Log(reason, isError: true);
        _shown.SetState(state, style);
        await _shown.DisposeAsync().ConfigureAwait(false);
    }

    private void Show_UnderGate() => _shown.SetState($"Running, {Counts()}", KnownResourceStateStyles.Info);

    private string Counts() => string.Create(CultureInfo.InvariantCulture, $"{_passed} passed, {_failed} failed");
}
