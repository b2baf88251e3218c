using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>What is done at the stages of an app host's entry point. Each is called on the thread of the entry point.</summary>
internal sealed record AppHostStages
{
    /// <summary>Gets what changes the options before the builder is made.</summary>
    public required Action<DistributedApplicationOptions, HostApplicationBuilderSettings> Constructing { get; init; }

    /// <summary>Gets what changes the model and the services before the application is built.</summary>
    public required Action<IDistributedApplicationBuilder> Building { get; init; }
}

/// <summary>
/// Runs the entry point of an unmodified app host inside this process, on a thread of its own, any number of times at once.
/// <see cref="AspireEvents"/> give access to its builder and its application. Thread-safe.
/// </summary>
internal sealed class AppHostInvocation
{
    // The entry point only builds, starts and waits; the default of 8 MiB a thread is for recursion.
    private const int StackSize = 1024 * 1024;

    private static readonly AsyncLocal<Holder?> s_current = new();

    private readonly Type _appHost;
    private readonly AppHostStages _stages;
    private readonly TaskCompletionSource<DistributedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isAbandoned;

    private AppHostInvocation(Type appHost, AppHostStages stages)
    {
        _appHost = appHost;
        _stages = stages;
    }

    /// <summary>Gets the application, as soon as it is built.</summary>
    public Task<DistributedApplication> Built => _built.Task;

    /// <summary>Gets how the entry point ended: with an exception or with null. Never fails itself.</summary>
    public Task<Exception?> Ended => _ended.Task;

    public static AppHostInvocation Start(Type appHost, string[] args, AppHostStages stages)
    {
        MethodInfo entryPoint = appHost.Assembly.EntryPoint ?? throw AppHostException.NoEntryPoint(appHost);
        AppHostInvocation invocation = new(appHost, stages);
        Thread thread = new(() => invocation.Run(entryPoint, args), StackSize) { IsBackground = true, Name = $"{appHost.Assembly.GetName().Name} (app host)" };

        // Unsafe: nothing of the test that happens to start the application may flow into it.
        thread.UnsafeStart();
        return invocation;
    }

    /// <summary>Gives the application up: it is not built, and is stopped if it is built already. Returns at once.</summary>
    public void Abandon()
    {
        Volatile.Write(ref _isAbandoned, true);
        _ = EndAsync();
    }

    private void Happened(KeyValuePair<string, object?> value)
    {
        switch (value)
        {
            case { Key: AspireEvents.Constructing, Value: ValueTuple<DistributedApplicationOptions, HostApplicationBuilderSettings> options }:
                _stages.Constructing(options.Item1, options.Item2);
                break;
            case { Key: AspireEvents.Building, Value: IDistributedApplicationBuilder builder }:
                if (Volatile.Read(ref _isAbandoned))
                {
                    throw new OperationCanceledException($"The application of '{_appHost.FullName}' is not wanted any more.");
                }

                if (_built.Task.IsCompleted)
                {
                    throw AppHostException.BuiltTwice(_appHost);
                }

                _stages.Building(builder);
                break;
            case { Key: AspireEvents.Built, Value: DistributedApplication application }:
                _built.TrySetResult(application);
                break;
        }
    }

    private async Task EndAsync()
    {
        try
        {
            DistributedApplication application = await Built.ConfigureAwait(false);
            application.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            await Ended.ConfigureAwait(false);
            await application.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // It was not built, or cannot be stopped: what waited for it has an exception of its own.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private void Run(MethodInfo entryPoint, string[] args)
    {
        Holder holder = new() { Invocation = this };
        s_current.Value = holder;
        using AspireEvents events = AspireEvents.Subscribe(() => s_current.Value?.Invocation == this, Happened);
        Exception? failure = null;
        try
        {
            object?[] parameters = entryPoint.GetParameters().Length == 0 ? [] : [args];
            entryPoint.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null);
        }
#pragma warning disable CA1031 // It is the app host's exception; whoever started the app host gets it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = AppHostException.CauseOf(e);
        }

        // A static that has captured the execution context lives on, and must not keep the application in memory.
        holder.Invocation = null;
        events.Dispose();
        _built.TrySetException(failure is null ? AppHostException.NothingBuilt(_appHost) : AppHostException.Of(_appHost, failure));
        _ended.TrySetResult(failure);
    }

    private sealed class Holder
    {
        public AppHostInvocation? Invocation { get; set; }
    }
}
