using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Conformance;

/// <summary>The app hosts that both engines run. eng/docs/aspire.md lists them.</summary>
internal static class ConformanceCases
{
    private static readonly string[] s_sleep = ["-c", "exec sleep 600"];

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new() { Name = "executables", Describe = Executables, Play = PlayExecutablesAsync, IsAlwaysRecorded = true },
        new() { Name = "values", Describe = Values, Play = PlayValuesAsync, IsAlwaysRecorded = true },
        new() { Name = "waits", Describe = Waits, Play = PlayWaitsAsync },
        new() { Name = "commands", Describe = b => Sleeper(b, "program"), Play = PlayCommandsAsync },
        new() { Name = "project", Describe = Project, Play = PlayProjectAsync },
        new() { Name = "replicas", Describe = Replicas, Play = r => r.CountAsync("web", KnownResourceStates.Running, 2) },
        new() { Name = "postgres", Describe = Postgres, Play = PlayServerAsync, HasContainers = true },
        new() { Name = "redis", Describe = Redis, Play = PlayServerAsync, HasContainers = true },
    ];

    private static void Executables(IDistributedApplicationBuilder builder)
    {
        IResourceBuilder<ExecutableResource> program = builder.AddExecutable("program", "dotnet", ".", "exec", AssetPrograms.PortListener)
            .WithHttpEndpoint(env: "PORT")
            .WithEnvironment("GREETING", "hello")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Home")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/docs", DisplayText = "Docs" })
            .WithUrl("https://example.com/", "Elsewhere");
        EndpointReference http = program.GetEndpoint("http");
        program.WithArgs(ReferenceExpression.Create($"{http.Property(EndpointProperty.IPV4Host)}:{http.Property(EndpointProperty.TargetPort)}"));
        Sleeper(builder, "client")
            .WithReference(http)
            .WithEnvironment("URL", http)
            .WithEnvironment("HOST", http.Property(EndpointProperty.Host))
            .WithEnvironment("TEXT", $"{http.Property(EndpointProperty.Scheme)} {http.Property(EndpointProperty.HostAndPort)}")
            .WithArgs("sh", "two words", http);
        builder.AddExecutable("failing", "/bin/sh", ".", "-c", "while [ ! -e fail ]; do sleep 0.1; done; exit 3");
        builder.AddExecutable("missing", "no-such-program", ".");
    }

    private static async Task PlayExecutablesAsync(ConformanceRecorder recorder)
    {
        await recorder.CountAsync("program", KnownResourceStates.Running);
        await recorder.CountAsync("client", KnownResourceStates.Running);
        await recorder.CountAsync("failing", KnownResourceStates.Running);
        recorder.Touch("fail");
        await recorder.CountAsync("failing", KnownResourceStates.Finished);
        await recorder.CountAsync("missing", KnownResourceStates.FailedToStart);
    }

    private static void Values(IDistributedApplicationBuilder builder)
    {
        builder.Configuration["Parameters:plain"] = "simple";
        builder.Configuration["Parameters:secret"] = "hidden";
        builder.Configuration["Parameters:address"] = "https://parameter.example.com/";
        builder.Configuration["ConnectionStrings:configured"] = "Host=configured";
        IResourceBuilder<ParameterResource> plain = builder.AddParameter("plain");
        IResourceBuilder<ParameterResource> secret = builder.AddParameter("secret", secret: true);
        Publisher publisher = new("custom");
        builder.AddResource(publisher).WithUrl("https://example.com/custom");
        builder.Eventing.Subscribe<InitializeResourceEvent>(publisher, PublishAsync);
        Sleeper(builder, "program")
            .WithEnvironment("PLAIN", plain)
            .WithEnvironment("SECRET", secret)
            .WithEnvironment("BOTH", $"{plain} and {secret}")
            .WithEnvironment(context => context.EnvironmentVariables["CALLED"] = "yes")
            .WithArgs(secret)
            .WithReference(builder.AddConnectionString("database", ReferenceExpression.Create($"Host=db;Password={secret}")))
            .WithReference(builder.AddConnectionString("configured"))
            .WithReference(builder.AddExternalService("outside", "https://outside.example.com/"))
            .WithReference(builder.AddExternalService("parameterized", builder.AddParameter("address")))
            .WaitFor(builder.CreateResourceBuilder(publisher));
    }

    private static async Task PlayValuesAsync(ConformanceRecorder recorder)
    {
        await recorder.CountAsync("program", KnownResourceStates.Running);
        foreach (string resource in (string[])["plain", "secret", "database", "outside", "parameterized", "custom"])
        {
            await recorder.CountAsync(resource, KnownResourceStates.Running);
        }
    }

    private static void Waits(IDistributedApplicationBuilder builder)
    {
        string directory = builder.AppHostDirectory;
        builder.Services.AddHealthChecks().AddCheck(
            "gate", () => File.Exists(Path.Combine(directory, "healthy")) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet"));
        IResourceBuilder<ExecutableResource> server = Sleeper(builder, "server").WithHealthCheck("gate");
        IResourceBuilder<ExecutableResource> job = builder.AddExecutable("job", "/bin/sh", ".", "-c", "while [ ! -e done ]; do sleep 0.1; done");
        Sleeper(builder, "healthy").WaitFor(server);
        Sleeper(builder, "started").WaitForStart(server);
        Sleeper(builder, "completed").WaitForCompletion(job);
        Sleeper(builder, "disappointed").WaitForCompletion(job, exitCode: 7);
        Sleeper(builder, "explicit").WithExplicitStart();
        Sleeper(builder, "child").WithParentRelationship(server);
    }

    private static async Task PlayWaitsAsync(ConformanceRecorder recorder)
    {
        await recorder.CountAsync("started", KnownResourceStates.Running);
        foreach (string resource in (string[])["healthy", "completed", "disappointed"])
        {
            await recorder.CountAsync(resource, KnownResourceStates.Waiting);
        }

        recorder.Touch("healthy");
        await recorder.CountAsync("healthy", KnownResourceStates.Running);
        await recorder.CountAsync("job", KnownResourceStates.Running);
        recorder.Touch("done");
        await recorder.CountAsync("completed", KnownResourceStates.Running);
        await recorder.CountAsync("disappointed", KnownResourceStates.FailedToStart);
        await recorder.CountAsync("explicit", KnownResourceStates.NotStarted);
        await recorder.CommandAsync("explicit", KnownResourceCommands.StartCommand);
        await recorder.CountAsync("explicit", KnownResourceStates.Running);
        await recorder.CountAsync("child", KnownResourceStates.Running);
    }

    private static async Task PlayCommandsAsync(ConformanceRecorder recorder)
    {
        await recorder.CountAsync("program", KnownResourceStates.Running);
        await recorder.CommandAsync("program", KnownResourceCommands.StopCommand);
        await recorder.CountAsync("program", KnownResourceStates.Finished);
        await recorder.CommandAsync("program", KnownResourceCommands.StartCommand);
        await recorder.CountAsync("program", KnownResourceStates.Running, 2);
        await recorder.CommandAsync("program", KnownResourceCommands.RestartCommand);
        await recorder.CountAsync("program", KnownResourceStates.Running, 3);
    }

    private static void Project(IDistributedApplicationBuilder builder)
    {
        IResourceBuilder<ProjectResource> web = builder.AddProject<LaunchedService>("web").WithArgs("own").WithHttpHealthCheck("/health");
        Sleeper(builder, "client").WithReference(web).WaitFor(web);
    }

    private static Task PlayProjectAsync(ConformanceRecorder recorder) => recorder.CountAsync("client", KnownResourceStates.Running);

    private static void Replicas(IDistributedApplicationBuilder builder) => builder.AddProject<LaunchedService>("web").WithReplicas(2);

    private static void Postgres(IDistributedApplicationBuilder builder)
    {
        builder.Configuration["Parameters:password"] = "hidden";
        IResourceBuilder<PostgresDatabaseResource> orders =
            builder.AddPostgres("server", password: builder.AddParameter("password", secret: true)).AddDatabase("orders");
        Sleeper(builder, "client").WithReference(orders).WaitFor(orders);
    }

    private static void Redis(IDistributedApplicationBuilder builder)
    {
        builder.Configuration["Parameters:password"] = "hidden";
        IResourceBuilder<RedisResource> server = builder.AddRedis("server", port: null, password: builder.AddParameter("password", secret: true));
        Sleeper(builder, "client").WithReference(server).WaitFor(server);
    }

    private static async Task PlayServerAsync(ConformanceRecorder recorder)
    {
        await recorder.CountAsync("client", KnownResourceStates.Running);
        await recorder.CommandAsync("server", KnownResourceCommands.StopCommand);
        await recorder.CountAsync("server", KnownResourceStates.Exited);
    }

    private static IResourceBuilder<ExecutableResource> Sleeper(IDistributedApplicationBuilder builder, string name) =>
        builder.AddExecutable(name, "/bin/sh", ".", s_sleep);

    private static async Task PublishAsync(InitializeResourceEvent e, CancellationToken cancellationToken)
    {
        await e.Eventing.PublishAsync(new BeforeResourceStartedEvent(e.Resource, e.Services), cancellationToken);
        await e.Notifications.PublishUpdateAsync(e.Resource, s => s with { State = KnownResourceStates.Starting });
        await e.Notifications.PublishUpdateAsync(e.Resource, s => s with { State = KnownResourceStates.Running });
    }

    private sealed class Publisher(string name) : Resource(name);

    private sealed class LaunchedService : IProjectMetadata
    {
        public string ProjectPath => RepositoryFile.PathOf("tests/Assets/LaunchedService/LaunchedService.csproj");

        public bool SuppressBuild => true;
    }
}
