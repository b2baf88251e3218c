using System.Reflection;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.InProcess.Assemblies;
using TestOrchestrator.Engine.InProcess.Surroundings;
using TestOrchestrator.Engine.InProcess.Telemetry;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Projects;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.InProcess;

/// <summary>Realises a .NET project inside this process, or as a process if its files say that it cannot be contained.</summary>
/// <param name="context">The project.</param>
/// <param name="service">The service.</param>
/// <param name="process">Realises it as a process.</param>
internal sealed class InProcessRuntime(UnitContext context, DotnetServiceProvider service, ProcessRuntime process) : IUnitRuntime
{
    // A program that does much between building its host and running it keeps other services from starting; one that never runs it, for
    // good.
    private static readonly TimeSpan s_leaseLimit = TimeSpan.FromSeconds(10);

    private ProgramManifest? _manifest;
    private PrivatePackages _packages = PrivatePackages.None;
    private bool _asProcess;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_manifest is not null)
        {
            return;
        }

        ProgramManifest manifest = Manifests.Of(await ProjectTarget.FindAsync(context, service, cancellationToken).ConfigureAwait(false));
        _packages = PrivatePackages.Of(context.Name, service.PrivatePackages, manifest);
        _manifest = manifest;
        if (WhyNot() is { } reason)
        {
            _asProcess = true;
            NoteProcess(reason);
            await process.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (!_packages.Names.IsEmpty)
        {
            context.Note($"'{context.Name}' is loaded, and compiled, for this application alone, because it has packages for itself: {string.Join(", ", _packages.Names.Select(n => $"'{n}'"))}.");
        }
        else if (_manifest.Judgement.StaticState is { } state)
        {
            context.Note($"'{context.Name}' is loaded, and compiled, for this application alone, because it has static state: '{state}'.");
        }
    }

    public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
    {
        if (_asProcess)
        {
            return await process.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        UnitConfiguration configuration = await context.ConfigureAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> ofModel = configuration.Environment;
        if (RuntimeSettings.FindVariable(ofModel, context.Run.Environment) is { } variable)
        {
            NoteProcess($"the runtime reads {variable} once in a process, and the test process has another value");
            return await process.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        bool sendsTelemetry = ofModel.ContainsKey(ServiceTelemetry.EndpointVariable);
        if (sendsTelemetry && ServiceTelemetry.WhyNot(_manifest!) is { } mixed)
        {
            NoteProcess(mixed);
            return await process.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        ProcessHooks.Install();
        IReadOnlyDictionary<string, string?> environment = EnvironmentOf(ofModel);

        // What a process of its own would inherit, and what the model says.
        ServiceProxy proxy = new(name => environment.TryGetValue(name, out string? value) ? value : context.Run.Environment.GetValueOrDefault(name));
        InProcessInstance? instance = null;
        try
        {
            using (EnvironmentLease lease = await EnvironmentLease.TakeAsync(environment, cancellationToken).ConfigureAwait(false))
            {
                ServiceContext loaded = ServiceContexts.Get(_manifest!, _packages);
                instance = new(context.Name, loaded, context.LogFile, proxy, context.Run.Options, context.Note)
                {
                    SendsTelemetry = sendsTelemetry,
                };
                instance.Enter([.. configuration.Arguments]);
                await WaitUntilItRunsAsync(instance, cancellationToken).ConfigureAwait(false);
            }

            await instance.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
            return instance;
        }
        catch when (instance is not null)
        {
            // Nobody gets the instance, so nobody else could stop it.
            await instance.StopAsync(StopMode.Discard).ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task WaitUntilItRunsAsync(InProcessInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            await instance.Running.WaitAsync(s_leaseLimit, context.Run.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            context.Note($"It did not run its host within {s_leaseLimit.TotalSeconds:0} s. From now on it sees the environment variables of the test process.");
        }
    }

    // Whether a read is late nobody knows, so who says that the service is to run in this lane is believed.
    private string? WhyNot() => context.Unit.HasTransparentProxy ? "what it connects to is led to a proxy, and that is done to whole processes" : _manifest!.Judgement.WhyNotInProcess ?? (_manifest.Judgement.LateRead is { } method && context.Unit.Lane is null
        ? $"'{method}' reads environment variables, and may do so when it has started and they are those of the test process; WithLane(\"fast\") says that it does not"
        : null);

    private void NoteProcess(string reason) => context.Note($"'{context.Name}' runs as a process of its own, because {reason}. Say WithLane(\"real\") to state it.");

    private Dictionary<string, string?> EnvironmentOf(IReadOnlyDictionary<string, string> ofModel)
    {
        Dictionary<string, string?> variables = new(RunVariables.WhereToListen.Select(name => KeyValuePair.Create(name, (string?)null)), StringComparer.Ordinal)
        {
            // Its own directory and name, where it would otherwise find those of the test host.
            ["ASPNETCORE_CONTENTROOT"] = service.ProjectDirectory,
            ["DOTNET_CONTENTROOT"] = service.ProjectDirectory,
            ["ASPNETCORE_APPLICATIONNAME"] = AssemblyName.GetAssemblyName(_manifest!.Program).Name!,
            ["DOTNET_APPLICATIONNAME"] = AssemblyName.GetAssemblyName(_manifest.Program).Name!,
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",

            // The console may be a terminal, but the log is a file.
            ["Logging__Console__FormatterOptions__ColorBehavior"] = "Disabled",
        };
        foreach ((string name, string value) in ofModel)
        {
            variables[name] = value;
        }

        return variables;
    }
}
