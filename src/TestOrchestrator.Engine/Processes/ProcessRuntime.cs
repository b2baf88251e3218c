using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Files;
using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.Interception;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Realises a resource as one process with the model's arguments and environment.</summary>
/// <param name="context">The resource.</param>
/// <param name="prepare">Finds out what to run.</param>
internal sealed class ProcessRuntime(UnitContext context, Func<CancellationToken, Task<ProcessCommand>> prepare) : IUnitRuntime
{
    private ProcessCommand? _command;

    public async Task PrepareAsync(CancellationToken cancellationToken) => _command = await prepare(cancellationToken).ConfigureAwait(false);

    public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
    {
        UnprivilegedUser? user = MachineUsers.Of(context);
        UnitConfiguration configuration = await context.ConfigureAsync(cancellationToken).ConfigureAwait(false);
        await ConfigurationFiles.WriteAsync(context, configuration, user ?? new(), cancellationToken).ConfigureAwait(false);
        ProcessCommand command = _command ??= await prepare(cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> environment = new(command.Defaults, StringComparer.Ordinal);
        foreach ((string name, string value) in configuration.Environment)
        {
            environment[name] = value;
        }

        ProcessStart start = new()
        {
            Program = command.Program,
            Arguments = [.. command.Arguments, .. configuration.Arguments],
            Environment = environment,
            WorkingDirectory = command.WorkingDirectory,
            OutputFile = context.LogFile,
            Log = context.Unit.Log,
            User = user,
            TransparentProxy = TransparentProxies.Of(context, configuration, user),
        };
        Readiness readiness = Readiness.Of(context, configuration, start);
        ChildProcess process = await context.Run.StartProcessAsync(start).ConfigureAwait(false);
        return new ProcessInstance(process, readiness, context.Unit.Stop, context.Run.Options);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
