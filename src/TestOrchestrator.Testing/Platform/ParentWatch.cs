using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Testing.Platform;

/// <summary>
/// Notices that 'dotnet test' has gone: when it is ended alone (a canceled job, timeout(1), kill), it leaves its test hosts running.
/// </summary>
internal sealed partial class ParentWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly ITimer? _timer;

    private ParentWatch(Action gone)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int parent = GetParentProcessId();
        int told = 0;
        _timer = TimeProvider.System.CreateTimer(
            _ =>
            {
                if (GetParentProcessId() != parent && Interlocked.Exchange(ref told, 1) == 0)
                {
                    gone();
                }
            },
            null,
            s_interval,
            s_interval);
    }

    /// <summary>Gets the process that has started this one; null where that cannot be told.</summary>
    public static ProcessIdentity? Parent => OperatingSystem.IsWindows() ? null : ProcessIdentity.Of(GetParentProcessId());

    public static ParentWatch Start(Action gone) => new(gone);

    public void Dispose() => _timer?.Dispose();

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentProcessId();
}
