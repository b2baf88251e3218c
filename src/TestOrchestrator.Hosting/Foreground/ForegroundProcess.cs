using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>
/// The process of an app host that a person has started. What the app host does not catch is said in a line and ends the process with exit
/// code 1, after everything that runs was stopped; and the process ends when the command that has started it is gone. Thread-safe.
/// </summary>
internal static partial class ForegroundProcess
{
    /// <summary>Set by <c>orch run</c>: its own pid and when it started, with a colon between them.</summary>
    public const string OwnerVariable = "TESTORCHESTRATOR_OWNER";

    private const int SigTerm = 15;
    private const int Failed = 1;

    // As long as .NET's host gives itself.
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private static readonly Lock s_gate = new();
    private static readonly List<LocalEngineService> s_engines = [];
    private static ITimer? s_watch;

    /// <summary>Called before an app host's application is built. Idempotent.</summary>
    public static void Enter()
    {
        lock (s_gate)
        {
            if (s_watch is not null)
            {
                return;
            }

            AppDomain.CurrentDomain.UnhandledException += (_, e) => Fail((Exception)e.ExceptionObject);
            ProcessIdentity[] owners = [.. Owners()];
            int told = 0;
            s_watch = TimeProvider.System.CreateTimer(
                _ =>
                {
                    if (!owners.All(o => o.IsRunning) && Interlocked.Exchange(ref told, 1) == 0)
                    {
                        // As Ctrl+C: the application is stopped in order.
                        _ = SendSignal(Environment.ProcessId, SigTerm);
                    }
                },
                null,
                owners.Length == 0 ? Timeout.InfiniteTimeSpan : s_interval,
                s_interval);
        }
    }

    /// <summary>States that an engine runs, and has to be stopped if the process fails.</summary>
    public static void Add(LocalEngineService engine)
    {
        lock (s_gate)
        {
            s_engines.Add(engine);
        }
    }

    /// <summary>States that an engine has stopped.</summary>
    public static void Remove(LocalEngineService engine)
    {
        lock (s_gate)
        {
            s_engines.Remove(engine);
        }
    }

    /// <summary>Says what is wrong, for people who have started an app host by hand.</summary>
    internal static string Describe(Exception failure, Assembly? appHost) =>
        AppHostException.CauseOf(failure) is var cause && AppHostException.IsForPeople(cause)
            ? cause.Message
            : $"TO1703: The app host '{appHost?.GetName().Name}' failed: {cause}";

    // .NET would write a stack trace and abort; the nursery would have to end what runs.
    private static void Fail(Exception failure)
    {
        LocalEngineService[] engines;
        lock (s_gate)
        {
            engines = [.. s_engines];
        }

        Console.Error.WriteLine(Describe(failure, Assembly.GetEntryAssembly()));
        Task.WaitAll([.. engines.Select(e => Task.Run(() => e.StopAsync(CancellationToken.None)))], s_endLimit);
        Environment.Exit(Failed);
    }

    // The app host ends with each of them: 'dotnet run' or 'aspire', if it is the parent, and orch, above it.
    private static IEnumerable<ProcessIdentity> Owners()
    {
        string[] owner = (Environment.GetEnvironmentVariable(OwnerVariable) ?? "").Split(':');
        Environment.SetEnvironmentVariable(OwnerVariable, null);
        if (!OperatingSystem.IsLinux())
        {
            // A process is known by what /proc says of it. Without that, each would look as if it had ended.
            yield break;
        }

        if (owner is [var pid, var ticks]
            && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out long started))
        {
            yield return new(id, started);
        }

        if (RunsAppHosts(GetParentProcessId()))
        {
            yield return ProcessIdentity.Of(GetParentProcessId());
        }
    }

    private static bool RunsAppHosts(int pid)
    {
        try
        {
            string[] arguments = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline").Split('\0');
            return Path.GetFileName(arguments[0]) switch
            {
                "dotnet" => arguments.Skip(1).Take(2).Any(a => a is "run" or "watch"),
                "aspire" => true,
                _ => false,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentProcessId();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
