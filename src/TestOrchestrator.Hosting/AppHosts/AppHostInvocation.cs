using System.Diagnostics;
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
/// Runs the entry point of an unmodified app host inside this process, on a thread of its own, any number of times at once. The events of
/// Aspire's <see cref="DiagnosticListener"/> "Aspire.Hosting", which Aspire.Hosting.Testing is built on, give access to its builder and
/// its application. Thread-safe.
/// </summary>
internal sealed class AppHostInvocation : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string ListenerName = "Aspire.Hosting";

    // The entry point only builds, starts and waits; the default of 8 MiB a thread is for recursion.
    private const int StackSize = 1024 * 1024;

    private static readonly AsyncLocal<Holder?> s_current = new();

    private readonly Type _appHost;
    private readonly AppHostStages _stages;
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _subscriptions = [];
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

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == ListenerName && s_current.Value?.Invocation == this)
        {
            lock (_gate)
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (s_current.Value?.Invocation != this)
        {
            return;
        }

        switch (value)
        {
            case { Key: "DistributedApplicationBuilderConstructing", Value: ValueTuple<DistributedApplicationOptions, HostApplicationBuilderSettings> options }:
                _stages.Constructing(options.Item1, options.Item2);
                break;
            case { Key: "DistributedApplicationBuilding", Value: IDistributedApplicationBuilder builder }:
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
            case { Key: "DistributedApplicationBuilt", Value: DistributedApplication application }:
                _built.TrySetResult(application);
                break;
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
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
        using IDisposable subscription = DiagnosticListener.AllListeners.Subscribe(this);
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
            failure = e;
        }

        // Aspire never disposes of the listeners that it makes for each builder, and whatever static has captured the execution context
        // lives on: neither may keep the application in memory.
        holder.Invocation = null;
        lock (_gate)
        {
            _subscriptions.ForEach(s => s.Dispose());
            _subscriptions.Clear();
        }

        _built.TrySetException(failure switch
        {
            null => AppHostException.NothingBuilt(_appHost),
            AppHostException or Engine.Errors.EngineException or Engine.Definitions.DefinitionException => failure,
            _ => AppHostException.Failed(_appHost, failure),
        });
        _ended.TrySetResult(failure);
    }

    private sealed class Holder
    {
        public AppHostInvocation? Invocation { get; set; }
    }
}
