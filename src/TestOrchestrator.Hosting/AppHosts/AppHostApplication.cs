using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>
/// The application of an app host, inside this process: its entry point runs on a thread of its own, and an engine runs its model.
/// Any number of them run at once. Thread-safe.
/// </summary>
public sealed class AppHostApplication : IAsyncDisposable
{
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(30);

    // DCP with containers takes some 15 s on a quiet machine.
    private static readonly TimeSpan s_containersEndLimit = TimeSpan.FromSeconds(90);

    private readonly AppHostRequest _request;
    private readonly AppHostOptions _options;
    private readonly AppHostInvocation _invocation;
    private readonly IApplicationEngine _engine;
    private readonly Lazy<Task> _end;

    private AppHostApplication(
        AppHostRequest request,
        AppHostOptions options,
        AppHostInvocation invocation,
        DistributedApplication application)
    {
        _request = request;
        _options = options;
        _invocation = invocation;
        Application = application;
        Model = application.Services.GetRequiredService<DistributedApplicationModel>();
        _engine = application.Services.GetService<LocalEngineService>() ?? (IApplicationEngine)application.Services.GetRequiredService<DcpApplicationService>();
        Notifications = application.Services.GetRequiredService<ResourceNotificationService>();
        _end = new(EndAsync);
    }

    /// <summary>Gets Aspire's application.</summary>
    public DistributedApplication Application { get; }

    /// <summary>Gets Aspire's notifications of what happens to resources.</summary>
    public ResourceNotificationService Notifications { get; }

    /// <summary>Gets the resources of the application.</summary>
    public DistributedApplicationModel Model { get; }

    /// <summary>
    /// Gets the group that the local engine runs: in the lane <c>aspire</c> the resources of ours alone, such as proxies.
    /// </summary>
    /// <exception cref="InvalidOperationException">The application was not started yet.</exception>
    public RunningApplication Group => _engine.Application ?? throw new InvalidOperationException($"The application '{_options.Name}' was not started yet.");

    /// <summary>Gets whether the group is there.</summary>
    public bool HasGroup => _engine.Application is not null;

    /// <summary>Gets the status of every instance of a resource at this moment, and of the app host if it has failed.</summary>
    public IReadOnlyList<ResourceStatus> Instances => Failure is { } failure
        ? [.. _engine.Instances, AppHostStatus(failure)]
        : _engine.Instances;

    /// <summary>Runs the entry point of an app host until its application is built. It then goes on to start it.</summary>
    /// <param name="request">Which app host, and what shapes its application.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Ends the wait; what was built is stopped.</param>
    /// <returns>The application.</returns>
    /// <exception cref="AppHostException">The app host did not build an application.</exception>
    public static async Task<AppHostApplication> CreateAsync(
        AppHostRequest request,
        AppHostOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        AppHostProject project = AppHostProject.Of(request.AppHost.Assembly);
        AppHostInvocation invocation = AppHostInvocation.Start(request.AppHost, [.. request.Args], new()
        {
            Constructing = (application, host) => Constructing(project, request, options, application, host),
            Building = builder => Building(request, options, builder),
        });
        DistributedApplication built;
        try
        {
            built = await invocation.Built.WaitAsync(options.BuildLimit, options.Run.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            invocation.Abandon();
            throw AppHostException.NotBuiltInTime(request.AppHost, options.BuildLimit);
        }
        catch (OperationCanceledException)
        {
            invocation.Abandon();
            throw;
        }

        return new(request, options, invocation, built);
    }

    /// <summary>Waits until every resource that starts with the application is healthy, or has done its work.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Engine.Errors.EngineException">
    /// Some resources did not start; the message says which, how they ended, and their last lines.
    /// </exception>
    /// <exception cref="DefinitionException">The engine cannot run the model; everything that stands in the way is listed.</exception>
    /// <exception cref="AppHostException">The app host failed while it started its application.</exception>
    /// <exception cref="TimeoutException">The limit has passed; the message says in which states the resources are.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken = default)
    {
        await WithinReadyLimitAsync(
            () => _engine.StartedResources,
            token => UnlessAnyFailsAsync(
                async enough =>
                {
                    // The start of the host ends when every resource was created: not before those are healthy that it waits for.
                    await WaitUntilStartedAsync(enough).ConfigureAwait(false);
                    await _engine.WaitUntilStartedAsync(enough).ConfigureAwait(false);
                    _engine.ThrowIfAnyFailed();
                    await WaitUntilHealthyAsync(_engine.StartedResources, enough).ConfigureAwait(false);
                },
                token),
            cancellationToken).ConfigureAwait(false);
        _engine.ThrowIfAnyFailed();
        if (Failure is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Gets the connection string of a resource.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection string; null if it has none at the moment.</returns>
    /// <exception cref="ArgumentException">There is no such resource, or it is of a kind without connection strings.</exception>
    public async Task<string?> GetConnectionStringAsync(string resource, CancellationToken cancellationToken = default)
    {
        IResource found = Find(resource);
        return found is IResourceWithConnectionString connection
            ? await connection.GetConnectionStringAsync(cancellationToken).ConfigureAwait(false)
            : throw new ArgumentException($"TO1411: Resource '{resource}' is a {found.GetType().Name} and has no connection string.", nameof(resource));
    }

    /// <summary>Gets the address of an endpoint.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="endpoint">
    /// The name of the endpoint; the default is the first HTTP endpoint, preferring <c>http</c> to <c>https</c>, else the first of any
    /// kind.
    /// </param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentException">There is no such resource or endpoint; the message lists those that there are.</exception>
    public Uri GetEndpoint(string resource, string? endpoint = null)
    {
        EndpointAnnotation[] all = [.. Find(resource).Annotations.OfType<EndpointAnnotation>()];
        EndpointAnnotation? found = endpoint is not null
            ? all.FirstOrDefault(e => StringComparer.OrdinalIgnoreCase.Equals(e.Name, endpoint))
            : all.OrderBy(e => e.UriScheme switch { "http" => 0, "https" => 1, _ => 2 }).FirstOrDefault();
        return found?.AllocatedEndpoint is { } allocated
            ? new(allocated.UriString)
            : throw new ArgumentException(
                all.Length == 0
                    ? $"TO1410: Resource '{resource}' has no endpoints. Add one with WithHttpEndpoint or WithEndpoint, or give its project a launch profile with an applicationUrl."
                    : $"TO1410: Resource '{resource}' has no endpoint '{endpoint}' that is allocated. It declares: {string.Join(", ", all.Select(e => $"'{e.Name}'"))}.",
                nameof(endpoint));
    }

    /// <summary>Starts a resource that was stopped, has ended, or starts by name only, and waits until it is healthy.</summary>
    /// <param name="resource">The name of the resource; all its replicas are started.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Engine.Errors.EngineException">It cannot be started, or did not start; the message has its last lines.</exception>
    public async Task StartResourceAsync(string resource, CancellationToken cancellationToken = default)
    {
        _ = Group;
        string[] resources = [resource];
        await _engine.StartResourceAsync(resource, cancellationToken).ConfigureAwait(false);
        await WithinReadyLimitAsync(() => resources, token => WaitUntilHealthyAsync(resources, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a resource as it would end in production. What it holds stays, so that it can be started again.</summary>
    /// <param name="resource">The name of the resource; all its replicas are stopped.</param>
    /// <exception cref="Engine.Errors.EngineException">There is no such resource.</exception>
    public async Task StopResourceAsync(string resource)
    {
        _ = Group;
        await _engine.StopResourceAsync(resource, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Stops a resource, and starts it again at the same address.</summary>
    /// <param name="resource">The name of the resource; all its replicas are restarted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Engine.Errors.EngineException">It did not start again; the message has its last lines.</exception>
    public async Task RestartResourceAsync(string resource, CancellationToken cancellationToken = default)
    {
        await StopResourceAsync(resource).ConfigureAwait(false);
        await StartResourceAsync(resource, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the application, and waits until nothing of it is left. Idempotent.</summary>
    public async ValueTask DisposeAsync() => await _end.Value.ConfigureAwait(false);

    private static void Constructing(
        AppHostProject project,
        AppHostRequest request,
        AppHostOptions options,
        DistributedApplicationOptions application,
        HostApplicationBuilderSettings host)
    {
        IReadOnlyDictionary<string, string> profile = project.ReadLaunchVariables(Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE"));
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            [LocalEngine.RunLaneSetting] = options.Lane.ToString(),

            // Each watched settings file takes an inotify instance, of which a user has 128.
            ["hostBuilder:reloadConfigOnChange"] = "false",
        };
        if (options.Lane == Lane.Aspire)
        {
            DcpIsolation.AddSettings(settings);
        }

        foreach ((string name, string value) in profile.Where(v => Environment.GetEnvironmentVariable(v.Key) is null))
        {
            // As the host's configuration would have them from the environment, with and without their prefix.
            settings[name] = value;
            settings[name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase) ? name["DOTNET_".Length..] : name] = value;
            settings[name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) ? name["ASPNETCORE_".Length..] : name] = value;
        }

        string[] given = host.Args ?? [];
        host.Args = application.Args = given.Take(request.Args.Length).SequenceEqual(request.Args) ? given : [.. given, .. request.Args];
        host.ApplicationName = application.AssemblyName = project.Name;
        host.ContentRootPath = project.Directory;
        host.EnvironmentName ??= Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? settings.GetValueOrDefault("ENVIRONMENT") ?? Environments.Development;
        host.Configuration ??= new();
        host.Configuration.AddInMemoryCollection(settings);
        application.DisableDashboard = true;
        application.EnableResourceLogging = false;
        application.DeveloperCertificateDefaultHttpsTerminationEnabled = false;
    }

    private static void Building(AppHostRequest request, AppHostOptions options, IDistributedApplicationBuilder builder)
    {
        request.Configure?.Invoke(builder);
        LocalEngineSettings settings = new() { Name = options.Name, Run = options.Run, Lane = options.Lane, IsTest = true, Telemetry = options.Telemetry?.Receiver };
        if (options.Lane == Lane.Aspire)
        {
            DcpApplicationService.Install(builder, settings);
        }
        else if (!LocalEngine.TryInstall(builder, settings))
        {
            throw AppHostException.NoLocalEngine(request.AppHost.FullName ?? request.AppHost.Name);
        }

        // The console and its signals are the test host's.
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        foreach (ServiceDescriptor provider in builder.Services.Where(s => s.ServiceType == typeof(ILoggerProvider) && s.ImplementationType?.Namespace?.StartsWith("Microsoft.Extensions.Logging.", StringComparison.Ordinal) == true).ToArray())
        {
            builder.Services.Remove(provider);
        }
    }

    // An app host may do more after it has started its application.
    private Exception? Failure => _invocation.Ended is { IsCompletedSuccessfully: true, Result: { } failure } && !_end.IsValueCreated
        ? AppHostException.Of(_request.AppHost, failure)
        : null;

    private ResourceStatus AppHostStatus(Exception failure) => new()
    {
        Name = $"{_request.AppHost.Assembly.GetName().Name} (app host)",
        State = KnownResourceStates.Exited,
        IsFailure = true,
        Reason = failure.Message,
        LogFile = "",
    };

    private IResource Find(string resource) =>
        Model.Resources.FirstOrDefault(r => StringComparer.OrdinalIgnoreCase.Equals(r.Name, resource))
        ?? throw new ArgumentException($"TO1122: The application has no resource '{resource}'. It has: {string.Join(", ", Model.Resources.Select(r => $"'{r.Name}'"))}.", nameof(resource));

    private async Task WaitUntilStartedAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        IHostApplicationLifetime lifetime = Application.Services.GetRequiredService<IHostApplicationLifetime>();
        using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
        if (await Task.WhenAny(started.Task, _invocation.Ended).WaitAsync(cancellationToken).ConfigureAwait(false) == _invocation.Ended)
        {
            Exception? failure = await _invocation.Ended.ConfigureAwait(false);
            throw failure is null ? AppHostException.NotRun(_request.AppHost) : AppHostException.Of(_request.AppHost, failure);
        }
    }

    private Task WaitUntilHealthyAsync(IEnumerable<string> resources, CancellationToken cancellationToken) =>
        Task.WhenAll(resources.Select(name => WaitUntilReadyOrDoneAsync(name, cancellationToken)));

    private async Task WithinReadyLimitAsync(
        Func<IEnumerable<string>> resources, Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_options.ReadyLimit, _options.Run.Options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await wait(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"TO1709: After {_options.ReadyLimit.TotalSeconds:0.###} s not every resource of the application '{_options.Name}' is healthy. "
                + string.Join(' ', resources().Select(Describe)));
        }
    }

    // Aspire lets a resource wait for ever for the health of one that ran and has ended.
    private async Task UnlessAnyFailsAsync(Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task waiting = wait(enough.Token);
        Task failing = ThrowWhenAnyFailsAsync(enough.Token);
        Task first = await Task.WhenAny(waiting, failing).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waiting, failing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    private async Task ThrowWhenAnyFailsAsync(CancellationToken cancellationToken)
    {
        await foreach (ResourceEvent happened in Notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (KnownResourceStates.TerminalStates.Contains(happened.Snapshot.State?.Text))
            {
                _engine.ThrowIfAnyFailed();
            }
        }
    }

    // Ready is more than healthy: without health checks, a resource is healthy as soon as it runs, and listens later.
    private async Task WaitUntilReadyOrDoneAsync(string resource, CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await (await Task.WhenAny(
                Notifications.WaitForResourceHealthyAsync(resource, WaitBehavior.WaitOnResourceUnavailable, enough.Token),
                Notifications.WaitForResourceAsync(resource, IsDone, enough.Token)).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await enough.CancelAsync().ConfigureAwait(false);
        }
    }

    private static bool IsDone(ResourceEvent e) =>
        KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text) || e.Snapshot.State?.Text == KnownResourceStates.NotStarted;

    private string Describe(string name) => Notifications.TryGetCurrentState(name, out ResourceEvent? last)
        ? $"'{name}' is {last.Snapshot.State?.Text ?? "without a state"} and {last.Snapshot.HealthStatus?.ToString() ?? "of unknown health"}{string.Concat(last.Snapshot.HealthReports.Where(r => r.Status != Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy).Select(r => $" ({r.Name}: {r.Description ?? r.ExceptionText?.Split('\n')[0].Trim()})"))}."
        : DescribeInstances(name);

    // Aspire knows each replica by an id of its own.
    private string DescribeInstances(string name)
    {
        string[] states =
        [
            .. _engine.Instances
                .Where(i => i.Name.StartsWith($"{name}-", StringComparison.OrdinalIgnoreCase))
                .Select(i => $"'{i.Name}' is {i.State}."),
        ];
        return states.Length > 0 ? string.Join(' ', states) : $"'{name}' has no state.";
    }

    private async Task EndAsync()
    {
        Application.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        TimeSpan limit = s_containersEndLimit;
        if (_engine is LocalEngineService engine)
        {
            limit = s_endLimit;
            await engine.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        try
        {
            await _invocation.Ended.WaitAsync(limit, _options.Run.Options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _options.Run.Events.Write("note", ("text", $"The entry point of '{_request.AppHost.FullName}' has not ended {limit.TotalSeconds:0} s after its application was stopped. Its thread stays until this process ends."));
        }

        // Aspire's Run does not dispose of its host.
        await Application.DisposeAsync().ConfigureAwait(false);
    }
}
