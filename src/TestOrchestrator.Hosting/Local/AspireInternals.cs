using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// What is not public in Aspire 13.6 and makes the local engine faster or its reports truer. The members of Aspire.Hosting are looked up
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
    private const string Model = "Aspire.Hosting.ApplicationModel.";
    private const string HealthLoss = "Aspire's own health service runs: changes of health are seen after up to a second.";
    private const string HelperLoss = "Resources that Aspire adds for its own engine are shown among those of the app host.";
    private const string NamesLoss = "Test classes whose containers have names or persistent lifetimes are in each other's way.";
    private const string NetworkLoss = "In the lane aspire containers reach proxies by DCP's tunnel.";
    private const string ToolLoss = "The arguments of WithLaunchToolArgs do not start a project.";

    private readonly string? _without;
    private readonly List<string> _members = [];
    private readonly List<string> _losses = [];
    private readonly Type? _orchestrator;
    private readonly Type? _healthService;
    private readonly MethodInfo? _setReadyEvent;
    private readonly ConstructorInfo? _readyEvent;
    private readonly MethodInfo? _setHealthReports;
    private readonly MethodInfo? _setConsoleLogs;
    private readonly MethodInfo? _getLaunchProfile;
    private readonly Type? _callback;
    private readonly MethodInfo? _nameInstances;
    private readonly Type? _instanceNames;
    private readonly Type? _dcpObjects;
    private readonly Type? _noLifecycleCommands;
    private readonly Type? _rebuilder;
    private readonly Type? _terminalHost;
    private readonly Type? _terminal;
    private readonly Type? _launchTool;
    private readonly PropertyInfo? _launchToolCount;

    /// <summary>Looks the members up.</summary>
    /// <param name="without">The name of a member that is treated as missing.</param>
    internal AspireInternals(string? without = null)
    {
        _without = without;
        _orchestrator = FindType(OrchestratorService, "The application runs on Aspire's own engine.");
        _healthService = FindType(HealthService, HealthLoss);
        Type snapshot = typeof(CustomResourceSnapshot);
        _setReadyEvent = Find(
            "CustomResourceSnapshot.ResourceReadyEvent",
            HealthLoss,
            () => snapshot.GetProperty("ResourceReadyEvent", Hidden)?.GetSetMethod(nonPublic: true));
        _readyEvent = _setReadyEvent?.GetParameters()[0].ParameterType.GetConstructor([typeof(Task)]);
        _setHealthReports = Find(
            "CustomResourceSnapshot.HealthReports",
            HealthLoss,
            () => snapshot.GetProperty("HealthReports", Hidden)?.GetSetMethod(nonPublic: true));
        _setConsoleLogs = Find(
            "ResourceLoggerService.SetConsoleLogsService",
            "ResourceLoggerService.GetAllAsync does not work; WatchAsync does.",
            static () => typeof(ResourceLoggerService).GetMethod("SetConsoleLogsService", Hidden));
        _getLaunchProfile = Find(
            "LaunchProfileExtensions.GetEffectiveLaunchProfile",
            "The commandLineArgs of launch profiles are not passed to projects.",
            static () => TypeOf("Aspire.Hosting.LaunchProfileExtensions")?.GetMethod(
                "GetEffectiveLaunchProfile", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public));
        _callback = FindType(
            $"{Model}ICallbackResourceAnnotation`2", "A resource that is started again has the arguments and variables of its first start.");
        _nameInstances = Find(
            "DcpNameGenerator.EnsureDcpInstancesPopulated",
            NamesLoss,
            static () => TypeOf("Aspire.Hosting.Dcp.DcpNameGenerator")?.GetMethod("EnsureDcpInstancesPopulated", Hidden));
        _instanceNames = FindType($"{Model}DcpInstancesAnnotation", NamesLoss);
        _dcpObjects = FindType("Aspire.Hosting.Dcp.DcpAppResourceStore", NetworkLoss);
        _noLifecycleCommands = FindType($"{Model}ExcludeLifecycleCommandsAnnotation", "The dashboard has commands that stop and start it.");
        _rebuilder = FindType($"{Model}ProjectRebuilderResource", HelperLoss);
        _terminalHost = FindType($"{Model}TerminalHostResource", HelperLoss);
        _terminal = FindType($"{Model}TerminalAnnotation", "A resource with a terminal does not say that it has none here.");
        _launchTool = FindType($"{Model}LaunchToolArgsCallbackAnnotation", ToolLoss);
        _launchToolCount = Find(
            "LaunchToolArgumentsData.Count", ToolLoss, static () => TypeOf($"{Model}LaunchToolArgumentsData")?.GetProperty("Count"));
    }

    /// <summary>Gets or sets the members of the Aspire version that is loaded. Tests set it before their first application.</summary>
    public static AspireInternals Instance { get; set; } = new();

    /// <summary>
    /// Gets the hosted services that a test has no use for. Each is optional: an Aspire version that has no such service runs as well.
    /// </summary>
    public static IReadOnlyList<string> OfNoUseInTests { get; } =
    [
        "Aspire.Hosting.VersionChecking.VersionCheckService",
        "Aspire.Hosting.Cli.BackchannelService",
        "Aspire.Hosting.Backchannel.AuxiliaryBackchannelService",
        "Aspire.Hosting.Cli.CliOrphanDetector",
        "Aspire.Hosting.Devcontainers.Codespaces.CodespacesResourceUrlRewriterService",
        "Aspire.Hosting.Lifecycle.TerminalHostFailureDiagnosticService",
        "Aspire.Hosting.ApplicationModel.TerminalServiceHost",
        "Aspire.Hosting.Publishing.PipelineExecutor",
        "Aspire.Hosting.ResourceLoggerForwarderService",
        "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckPublisherHostedService",
    ];

    /// <summary>Gets the names of all members that are looked up.</summary>
    public IReadOnlyList<string> Members => _members;

    /// <summary>Gets the losses under the local engine because members are missing: full sentences.</summary>
    public IEnumerable<string> Losses => _losses.Distinct().Where(l => l is not (NamesLoss or NetworkLoss));

    /// <summary>Gets the losses in the lane <c>aspire</c> because members are missing: full sentences.</summary>
    public IEnumerable<string> LossesUnderDcp => _losses.Distinct().Where(l => l is NamesLoss or NetworkLoss);

    /// <summary>Makes the line that says that something is lost.</summary>
    public static string Describe(string loss) => $"This version of Aspire lacks something. {loss}";

    /// <summary>Whether Aspire has the service that the local engine replaces.</summary>
    public bool HasOrchestrator => _orchestrator is not null;

    /// <summary>Whether resources can be marked healthy and ready; else Aspire's own health service has to do it.</summary>
    public bool CanReportHealth =>
        _healthService is not null && _setReadyEvent is not null && _readyEvent is not null && _setHealthReports is not null;

    /// <summary>Returns a copy of a snapshot whose resource is ready when a task has ended.</summary>
    public CustomResourceSnapshot WithReadyEvent(CustomResourceSnapshot snapshot, Task ready)
    {
        CustomResourceSnapshot copy = snapshot with { };
        Set(copy, _setReadyEvent, () => _readyEvent?.Invoke([ready]));
        return copy;
    }

    /// <summary>Returns a copy of a snapshot with other health reports, and no ready event if there is none yet.</summary>
    public CustomResourceSnapshot WithHealthReports(CustomResourceSnapshot snapshot, ImmutableArray<HealthReportSnapshot> reports)
    {
        CustomResourceSnapshot copy = snapshot with { };
        Set(copy, _setHealthReports, () => reports);
        return copy;
    }

    /// <summary>Returns a copy of a snapshot that is not ready any more, as when its resource starts again.</summary>
    public CustomResourceSnapshot WithoutReadyEvent(CustomResourceSnapshot snapshot)
    {
        CustomResourceSnapshot copy = snapshot with { };
        Set(copy, _setReadyEvent, () => null);
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
        return named?.GetType().GetProperty("LaunchProfile", Hidden)?.GetValue(named) is LaunchProfile profile ? profile.CommandLineArgs : null;
    }

    /// <summary>Has the callbacks of a resource run again at its next start.</summary>
    public void ForgetCallbackResults(IResource resource)
    {
        foreach (IResourceAnnotation annotation in resource.Annotations)
        {
            IEnumerable<Type> callbacks = annotation.GetType().GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == _callback);
            foreach (Type type in callbacks)
            {
                type.GetMethod("ForgetCachedResult")?.Invoke(annotation, null);
            }
        }
    }

    /// <summary>
    /// Names the instances of a resource again. Aspire names them when the start of an application begins, before an engine could change
    /// anything: persistent ones by the path of the app host, so that two applications of it would share a container.
    /// </summary>
    public void NameInstances(IServiceProvider services, IResource resource)
    {
        if (_nameInstances is { DeclaringType: { } generator } && _instanceNames is not null && services.GetService(generator) is { } names)
        {
            foreach (IResourceAnnotation annotation in resource.Annotations.Where(_instanceNames.IsInstanceOfType).ToArray())
            {
                resource.Annotations.Remove(annotation);
            }

            _nameInstances.Invoke(names, [resource]);
        }
    }

    /// <summary>Whether <see cref="ContainerNetworkOf"/> can name a network.</summary>
    public bool KnowsContainerNetwork(IServiceProvider services) => DcpObjectsOf(services) is not null;

    /// <summary>Gets the name that DCP gives the network of an application's containers; null before it has begun to make it.</summary>
    public string? ContainerNetworkOf(IServiceProvider services) => DcpObjectsOf(services)?
        .Cast<object>()
        .Select(static o => o.GetType().GetProperty("DcpResource", Hidden | BindingFlags.DeclaredOnly)?.GetValue(o))
        .Where(static o => o?.GetType().Name == "ContainerNetwork")
        .Select(static o => Value(Value(o, "Spec"), "NetworkName") as string)
        .FirstOrDefault();

    /// <summary>Tells whether a resource has no commands to start and stop it, such as the dashboard.</summary>
    public bool HasNoLifecycleCommands(IResource resource) => Has(resource, _noLifecycleCommands);

    /// <summary>
    /// Tells whether a resource is one of Aspire's for DCP alone: what builds a project again when a developer asks for it in the
    /// dashboard, or what holds the terminal of another resource.
    /// </summary>
    public bool IsHelper(IResource resource) =>
        _rebuilder?.IsInstanceOfType(resource) == true || _terminalHost?.IsInstanceOfType(resource) == true;

    /// <summary>Whether a resource has a terminal.</summary>
    public bool HasTerminal(IResource resource) => Has(resource, _terminal);

    /// <summary>Tells whether a project is started by the tool and the arguments that WithLaunchToolArgs states.</summary>
    public bool HasLaunchTool(IResource resource) => Has(resource, _launchTool);

    /// <summary>Gets how many of the first arguments of a program are those of WithLaunchToolArgs.</summary>
    public int LaunchToolArguments(IExecutionConfigurationResult result) =>
        result.AdditionalConfigurationData.FirstOrDefault(d => d.GetType() == _launchToolCount?.DeclaringType) is { } data
            ? (int)_launchToolCount!.GetValue(data)!
            : 0;

    // The annotations of integrations, and the builder of Aspire's testing: this assembly references none of their packages.

    /// <summary>Whether a Redis server loads modules.</summary>
    public static bool HasRedisModules(IResource server) => server.Annotations.Any(a => a.GetType().Name == "RedisModuleAnnotation");

    /// <summary>Whether a script makes a database of Postgres.</summary>
    public static bool HasCreationScript(IResource database) =>
        database.Annotations.Any(a => a.GetType().Name == "PostgresCreateDatabaseScriptAnnotation");

    /// <summary>Whether an application is described for Aspire.Hosting.Testing.</summary>
    public static bool IsForTesting(IDistributedApplicationBuilder builder) =>
        builder.GetType().FullName?.StartsWith("Aspire.Hosting.Testing.", StringComparison.Ordinal) == true;

    /// <summary>Gets the type of a registered service; a factory's is what it returns.</summary>
    public static string? NameOf(ServiceDescriptor service) => service.IsKeyedService
        ? null
        : (service.ImplementationType ?? service.ImplementationInstance?.GetType() ?? service.ImplementationFactory?.Method.ReturnType)?.FullName;

    private IEnumerable? DcpObjectsOf(IServiceProvider services)
    {
        object? store = _dcpObjects is null ? null : services.GetService(_dcpObjects);
        return store is null ? null : _dcpObjects!.GetMethod("Get", Hidden, [])?.Invoke(store, null) as IEnumerable;
    }

    private static object? Value(object? owner, string property) => owner?.GetType().GetProperty(property, Hidden)?.GetValue(owner);

    // Without one of them Aspire's own service reports health, and has to find what it has written itself.
    private void Set(CustomResourceSnapshot copy, MethodInfo? setter, Func<object?> value)
    {
        if (CanReportHealth)
        {
            setter?.Invoke(copy, [value()]);
        }
    }

    private static Type? TypeOf(string name) => typeof(DistributedApplication).Assembly.GetType(name);

    private static bool Has(IResource resource, Type? annotation) => resource.Annotations.Any(a => annotation?.IsInstanceOfType(a) == true);

    private Type? FindType(string name, string loss) => Find(name, loss, () => TypeOf(name));

    private T? Find<T>(string name, string loss, Func<T?> find)
        where T : class
    {
        _members.Add(name);
        T? found = name == _without ? null : find();
        if (found is null)
        {
            _losses.Add(loss);
        }

        return found;
    }

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
