using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Foreground;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Runs;

// Extension methods are where those of Aspire's integrations are: an app host needs no line of usings.
#pragma warning disable IDE0130
namespace Aspire.Hosting;
#pragma warning restore IDE0130

/// <summary>Runs applications on the local engine, and says how it runs their resources.</summary>
public static class LocalEngineBuilderExtensions
{
    private static readonly TimeSpan s_matchLimit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Has the application run on the local engine, without a container engine: projects and executables as processes, Postgres and Redis
    /// by programs of this machine. With the lane <c>aspire</c> (environment variable <c>TESTORCHESTRATOR_LANE</c>, argument
    /// <c>--lane</c>), in publish mode, and with a version of Aspire that the engine cannot be put into, nothing changes; the last is said
    /// on standard error.
    /// </summary>
    /// <param name="builder">The application, of an app host or of <c>DistributedApplicationTestingBuilder</c>.</param>
    /// <returns>The application's builder.</returns>
    /// <exception cref="ArgumentException">There is no lane of the name that was asked for.</exception>
    public static IDistributedApplicationBuilder UseLocalEngine(this IDistributedApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Lane? lane = LaneChoice.Find(builder.Configuration[LocalEngine.RunLaneSetting] ?? builder.Configuration["lane"], builder.Configuration[LocalEngine.LaneSetting]);
        if (builder.ExecutionContext.IsPublishMode || lane == Lane.Aspire)
        {
            return builder;
        }

        LocalEngineSettings settings = LocalEngineSettings.Create(builder, lane);
        bool isOfTestClass = builder.Configuration[LocalEngine.RunLaneSetting] is not null;
        if (!LocalEngine.TryInstall(builder, settings))
        {
            LeaveToAspire(settings, isOfTestClass);
        }
        else if (!settings.IsTest && !isOfTestClass)
        {
            ForegroundProcess.Enter();
            DashboardTransport.Prepare(builder.Configuration);
        }

        return builder;
    }

    // A test class has asked for its lane, and is refused where it is run. What was kept can be continued by the local engine alone.
    private static void LeaveToAspire(LocalEngineSettings settings, bool isOfTestClass)
    {
        if (settings.Kept is not null)
        {
            throw AppHostException.NoLocalEngine(settings.Name);
        }

        if (!isOfTestClass)
        {
            Console.Error.WriteLine(AppHostException.LeftToAspire(settings.Name));
        }
    }

    /// <summary>Runs a resource in a lane of its own, whatever the lane of the run is. Without effect in the lane <c>aspire</c>.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="lane"><c>fast</c> or <c>real</c>.</param>
    /// <returns>The resource's builder.</returns>
    /// <exception cref="ArgumentException">There is no such lane, or a single resource cannot run in it.</exception>
    public static IResourceBuilder<T> WithLane<T>(this IResourceBuilder<T> builder, string lane)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Lane.TryParse(lane, out Lane parsed) && parsed != Lane.Aspire
            ? builder.WithAnnotation(new LaneAnnotation(parsed), ResourceAnnotationMutationBehavior.Replace)
            : throw new ArgumentException($"'{lane}' is no lane for a single resource. Use 'fast' or 'real'.", nameof(lane));
    }

    /// <summary>
    /// Gives a service packages, and whatever depends on them, for itself when it runs inside the test process, so that what it puts into
    /// statics of those packages is its own. Without effect in other lanes than <c>fast</c>.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="packages">The ids of packages that its project uses.</param>
    /// <returns>The service's builder.</returns>
    public static IResourceBuilder<ProjectResource> WithPrivatePackages(
        this IResourceBuilder<ProjectResource> builder,
        params string[] packages)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(packages);
        foreach (string package in packages)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(package, nameof(packages));
        }

        return builder.WithAnnotation(new PrivatePackagesAnnotation([.. packages]));
    }

    /// <summary>States how long a resource may take from its start until it is ready. The default is 30 seconds.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="limit">The limit.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithStartLimit<T>(this IResourceBuilder<T> builder, TimeSpan limit)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        return builder.WithAnnotation(new StartLimitAnnotation(limit), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Starts a program again when it has ended.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="policy">After which ends.</param>
    /// <param name="delay">How long to wait before the first restart; it doubles with each. The default is one second.</param>
    /// <param name="maxDelay">The longest wait. The default is one minute.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithRestart(
        this IResourceBuilder<ExecutableResource> builder,
        RestartPolicy policy,
        TimeSpan? delay = null,
        TimeSpan? maxDelay = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RestartDefinition restart = new() { Policy = policy };
        restart = restart with { Delay = delay ?? restart.Delay, MaxDelay = maxDelay ?? restart.MaxDelay };
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(restart.Delay, TimeSpan.Zero, nameof(delay));
        ArgumentOutOfRangeException.ThrowIfLessThan(restart.MaxDelay, restart.Delay, nameof(maxDelay));
        return builder.WithAnnotation(new RestartAnnotation(restart), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>States by which signal a program is asked to end, and how long it may take before it is killed.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="signal">The signal. The default is SIGTERM.</param>
    /// <param name="grace">The limit. The default is two seconds.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithStopSignal(
        this IResourceBuilder<ExecutableResource> builder,
        StopSignal signal = StopSignal.Terminate,
        TimeSpan? grace = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace ?? TimeSpan.Zero, TimeSpan.Zero, nameof(grace));
        return builder.WithAnnotation(new StopSignalAnnotation(new() { Signal = signal, Grace = grace }), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>A program is ready only when a line of its log matches a pattern.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="pattern">A regular expression of .NET.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithReadyLogLine(this IResourceBuilder<ExecutableResource> builder, string pattern)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ReadyLogLineAnnotation(new(pattern, RegexOptions.CultureInvariant, s_matchLimit)));
    }

    /// <summary>A program is ready only when it has made a file.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="path">The path; a relative one starts at the app host's directory.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithReadyFile(this IResourceBuilder<ExecutableResource> builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.WithAnnotation(new ReadyFileAnnotation(Path.GetFullPath(path, builder.ApplicationBuilder.AppHostDirectory)));
    }

    /// <summary>A program is ready only when a command exits with 0. It runs in the program's directory and environment.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="command">A program in PATH, or a path from the working directory.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithReadyCommand(
        this IResourceBuilder<ExecutableResource> builder,
        string command,
        params string[] args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(command);
        ArgumentNullException.ThrowIfNull(args);
        return builder.WithAnnotation(new ReadyCommandAnnotation(new(command, [.. args])));
    }
}
