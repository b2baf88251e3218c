using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// The few members of Aspire.Hosting 13.6 that are not public and make the local engine faster or its reports truer. They are looked up
/// once. Without one of them the engine works, and says what is lost. Only <see cref="OrchestratorService"/> must be there.
/// </summary>
internal sealed class AspireInternals
{
    /// <summary>The hosted service that runs the model through DCP, and which the local engine replaces.</summary>
    public const string OrchestratorService = "Aspire.Hosting.Orchestrator.OrchestratorHostService";

    /// <summary>The hosted service that watches health, at intervals of at least a second.</summary>
    public const string HealthService = "Aspire.Hosting.Health.ResourceHealthCheckService";

    /// <summary>The name of the dashboard, a resource that Aspire adds when an application starts.</summary>
    public const string Dashboard = "aspire-dashboard";

    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance;

    private readonly MethodInfo? _setReadyEvent;
    private readonly ConstructorInfo? _readyEvent;
    private readonly MethodInfo? _setHealthReports;
    private readonly MethodInfo? _setConsoleLogs;
    private readonly MethodInfo? _getLaunchProfile;

    /// <summary>Looks the members up.</summary>
    /// <param name="without">The name of a member that is treated as missing.</param>
    internal AspireInternals(string? without = null)
    {
        _setReadyEvent = Find(without, "CustomResourceSnapshot.ResourceReadyEvent", () => typeof(CustomResourceSnapshot).GetProperty("ResourceReadyEvent", Hidden)?.GetSetMethod(nonPublic: true));
        _readyEvent = _setReadyEvent?.GetParameters()[0].ParameterType.GetConstructor([typeof(Task)]);
        _setHealthReports = Find(without, "CustomResourceSnapshot.HealthReports", () => typeof(CustomResourceSnapshot).GetProperty("HealthReports", Hidden)?.GetSetMethod(nonPublic: true));
        _setConsoleLogs = Find(without, "ResourceLoggerService.SetConsoleLogsService", () => typeof(ResourceLoggerService).GetMethod("SetConsoleLogsService", Hidden));
        _getLaunchProfile = Find(without, "LaunchProfileExtensions.GetEffectiveLaunchProfile", () => typeof(Aspire.Hosting.DistributedApplication).Assembly
            .GetType("Aspire.Hosting.LaunchProfileExtensions")?.GetMethod("GetEffectiveLaunchProfile", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public));
    }

    /// <summary>Gets or sets the members of the Aspire version that is loaded. Tests set it before their first application.</summary>
    public static AspireInternals Instance { get; set; } = new();

    /// <summary>Gets whether resources can be marked healthy and ready; else Aspire's own health service has to do it.</summary>
    public bool CanReportHealth => _setReadyEvent is not null && _readyEvent is not null && _setHealthReports is not null;

    /// <summary>Gets what is lost because members are missing: full sentences.</summary>
    public IEnumerable<string> Losses
    {
        get
        {
            if (!CanReportHealth)
            {
                yield return "Aspire's own health service runs: changes of health are seen after up to a second.";
            }

            if (_setConsoleLogs is null)
            {
                yield return "ResourceLoggerService.GetAllAsync does not work; WatchAsync does.";
            }

            if (_getLaunchProfile is null)
            {
                yield return "The commandLineArgs of launch profiles are not passed to projects.";
            }
        }
    }

    /// <summary>Returns a copy of a snapshot whose resource is ready when a task has ended.</summary>
    public CustomResourceSnapshot WithReadyEvent(CustomResourceSnapshot snapshot, Task ready)
    {
        CustomResourceSnapshot copy = snapshot with { };
        _setReadyEvent?.Invoke(copy, [_readyEvent?.Invoke([ready])]);
        return copy;
    }

    /// <summary>Returns a copy of a snapshot with other health reports, and no ready event if there is none yet.</summary>
    public CustomResourceSnapshot WithHealthReports(CustomResourceSnapshot snapshot, ImmutableArray<HealthReportSnapshot> reports)
    {
        CustomResourceSnapshot copy = snapshot with { };
        _setHealthReports?.Invoke(copy, [reports]);
        return copy;
    }

    /// <summary>Returns a copy of a snapshot that is not ready any more, as when its resource starts again.</summary>
    public CustomResourceSnapshot WithoutReadyEvent(CustomResourceSnapshot snapshot)
    {
        CustomResourceSnapshot copy = snapshot with { };
        _setReadyEvent?.Invoke(copy, [null]);
        return copy;
    }

    /// <summary>Gives the logger service what it asks for lines that it does not hold itself.</summary>
    /// <param name="loggers">The service.</param>
    /// <param name="asked">Called with the id of an instance before its lines are returned.</param>
    public void AnswerForConsoleLogs(ResourceLoggerService loggers, Action<string> asked)
    {
        if (_setConsoleLogs?.GetParameters() is [{ ParameterType: { IsInterface: true } type }])
        {
            object answers = DispatchProxy.Create(type, typeof(NoMoreLines));
            ((NoMoreLines)answers).Asked = asked;
            _setConsoleLogs.Invoke(loggers, [answers]);
        }
    }

    /// <summary>Gets the arguments that the effective launch profile of a project has, in one text.</summary>
    public string? GetLaunchArguments(IResource project)
    {
        object? named = _getLaunchProfile?.Invoke(null, [project, false]);
        return named?.GetType().GetProperty("LaunchProfile", Hidden)?.GetValue(named) is Aspire.Hosting.LaunchProfile profile ? profile.CommandLineArgs : null;
    }

    /// <summary>Has the callbacks of a resource run again at its next start.</summary>
    public static void ForgetCallbackResults(IResource resource)
    {
        foreach (IResourceAnnotation annotation in resource.Annotations)
        {
            foreach (Type type in annotation.GetType().GetInterfaces().Where(i => i.Name.StartsWith("ICallbackResourceAnnotation", StringComparison.Ordinal)))
            {
                type.GetMethod("ForgetCachedResult")?.Invoke(annotation, null);
            }
        }
    }

    /// <summary>
    /// Names the instances of a resource again. Aspire names them when the start of an application begins, before an engine could change
    /// anything: persistent ones by the path of the app host, so that two applications of it would share a container.
    /// </summary>
    public static void NameInstances(IServiceProvider services, IResource resource)
    {
        Type? type = typeof(Aspire.Hosting.DistributedApplication).Assembly.GetType("Aspire.Hosting.Dcp.DcpNameGenerator");
        object? names = type is null ? null : services.GetService(type);
        if (type?.GetMethod("EnsureDcpInstancesPopulated", Hidden) is { } name && names is not null)
        {
            foreach (IResourceAnnotation annotation in resource.Annotations.ToArray())
            {
                if (annotation.GetType().Name == "DcpInstancesAnnotation")
                {
                    resource.Annotations.Remove(annotation);
                }
            }

            name.Invoke(names, [resource]);
        }
    }

    /// <summary>Gets whether <see cref="ContainerNetworkOf"/> can name a network.</summary>
    public static bool KnowsContainerNetwork(IServiceProvider services) => DcpObjectsOf(services) is not null;

    /// <summary>Gets the name that DCP gives the network of an application's containers; null before it has begun to make it.</summary>
    public static string? ContainerNetworkOf(IServiceProvider services) => DcpObjectsOf(services)?
        .Cast<object>()
        .Select(static o => o.GetType().GetProperty("DcpResource", Hidden | BindingFlags.DeclaredOnly)?.GetValue(o))
        .Where(static o => o?.GetType().Name == "ContainerNetwork")
        .Select(static o => Value(Value(o, "Spec"), "NetworkName") as string)
        .FirstOrDefault();

    /// <summary>Tells whether a resource has no commands to start and stop it, such as the dashboard.</summary>
    public static bool HasNoLifecycleCommands(IResource resource) =>
        resource.Annotations.Any(a => a.GetType().Name == "ExcludeLifecycleCommandsAnnotation");

    /// <summary>
    /// Tells whether a resource is one of Aspire's for DCP alone: what builds a project again when a developer asks for it in the
    /// dashboard, or what holds the terminal of another resource.
    /// </summary>
    public static bool IsHelper(IResource resource) => resource.GetType().Name is "ProjectRebuilderResource" or "TerminalHostResource";

    /// <summary>Tells whether an annotation gives a resource a terminal.</summary>
    public static bool IsTerminal(IResourceAnnotation annotation) => annotation.GetType().Name == "TerminalAnnotation";

    /// <summary>Tells whether a project is started by the tool and the arguments that WithLaunchToolArgs states.</summary>
    public static bool HasLaunchTool(IResource resource) =>
        resource.Annotations.Any(a => a.GetType().Name == "LaunchToolArgsCallbackAnnotation");

    /// <summary>Gets how many of the first arguments of a program are those of WithLaunchToolArgs.</summary>
    public static int LaunchToolArguments(IExecutionConfigurationResult result) =>
        result.AdditionalConfigurationData.FirstOrDefault(d => d.GetType().Name == "LaunchToolArgumentsData") is { } data
            ? (int)data.GetType().GetProperty("Count")!.GetValue(data)!
            : 0;

    /// <summary>Gets the type of a registered service; a factory's is what it returns.</summary>
    public static string? NameOf(ServiceDescriptor service) => service.IsKeyedService
        ? null
        : (service.ImplementationType ?? service.ImplementationInstance?.GetType() ?? service.ImplementationFactory?.Method.ReturnType)?.FullName;

    private static IEnumerable? DcpObjectsOf(IServiceProvider services)
    {
        Type? type = typeof(Aspire.Hosting.DistributedApplication).Assembly.GetType("Aspire.Hosting.Dcp.DcpAppResourceStore");
        object? store = type is null ? null : services.GetService(type);
        return store is null ? null : type!.GetMethod("Get", Hidden, [])?.Invoke(store, null) as IEnumerable;
    }

    private static object? Value(object? owner, string property) => owner?.GetType().GetProperty(property, Hidden)?.GetValue(owner);

    private static T? Find<T>(string? without, string name, Func<T?> find)
        where T : class => name == without ? null : find();

    /// <summary>An implementation of Aspire's internal source of older log lines: it has none, as the loggers hold them all.</summary>
#pragma warning disable CA1852 // DispatchProxy derives from it.
    internal class NoMoreLines : DispatchProxy
#pragma warning restore CA1852
    {
        public Action<string>? Asked { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (args is [string instance, ..])
            {
                Asked?.Invoke(instance);
            }

            return typeof(NoMoreLines).GetMethod(nameof(EmptyAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(targetMethod!.ReturnType.GetGenericArguments()[0]).Invoke(null, null);
        }

        private static async IAsyncEnumerable<T> EmptyAsync<T>()
        {
            await Task.CompletedTask.ConfigureAwait(false);
            yield break;
        }
    }
}
