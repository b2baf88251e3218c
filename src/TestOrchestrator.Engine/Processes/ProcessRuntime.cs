using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Logs;
using TestOrchestrator.AppModel.Stopping;
using TestOrchestrator.Engine.Files;
using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.Interception;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Realises a resource as one process with the model's arguments and environment.</summary>
/// <param name="context">The resource.</param>
/// <param name="prepare">Finds out what to run.</param>
internal sealed class ProcessRuntime(ResourceContext context, Func<CancellationToken, Task<ProcessCommand>> prepare) : IResourceRuntime
{
    private ProcessCommand? _command;

    public async Task PrepareAsync(CancellationToken cancellationToken) => _command = await prepare(cancellationToken).ConfigureAwait(false);

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        UnprivilegedUser? user = MachineUsers.Of(context);
        await ConfigurationFiles.WriteAsync(context, user ?? new(), cancellationToken).ConfigureAwait(false);
        ProcessCommand command = _command ??= await prepare(cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> environment = new(command.Defaults, StringComparer.Ordinal);
        foreach ((string name, string value) in await context.GetEnvironmentAsync(cancellationToken).ConfigureAwait(false))
        {
            environment[name] = value;
        }

        IReadOnlyList<string> arguments = await context.GetArgumentsAsync(cancellationToken).ConfigureAwait(false);
        ProcessStart start = new()
        {
            Program = command.Program,
            Arguments = [.. command.Arguments, .. arguments],
            Environment = environment,
            WorkingDirectory = command.WorkingDirectory,
            OutputFile = context.LogFile,
            Log = context.Resource.TryGetLastAnnotation(out LogAnnotation? log) ? log : null,
            User = user,
            TransparentProxy = await TransparentProxies.OfAsync(context, user, cancellationToken).ConfigureAwait(false),
        };
        Readiness readiness = await Readiness.OfAsync(context, start, cancellationToken).ConfigureAwait(false);
        ChildProcess process = await context.Run.StartProcessAsync(start).ConfigureAwait(false);
        StopAnnotation stop = context.Resource.TryGetLastAnnotation(out StopAnnotation? stated) ? stated : new();
        return new ProcessInstance(process, readiness, stop, context.Run.Options);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
