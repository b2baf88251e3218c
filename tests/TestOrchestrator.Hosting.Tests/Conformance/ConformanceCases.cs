using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        new() { Name = "endpoints", Describe = Endpoints, Play = PlayEndpointsAsync },
        new() { Name = "https", Describe = Https, Play = PlayProjectAsync },
        new() { Name = "kestrel", Describe = Kestrel, Play = PlayProjectAsync },
        new() { Name = "file", Describe = FileBased, Play = r => r.CountAsync("file", KnownResourceStates.Finished) },
        new() { Name = "children", Describe = Children, Play = PlayServerAsync, HasContainers = true },
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

    // A program with an endpoint of each kind, with other URLs, and with a command that is an HTTP request.
    private static void Endpoints(IDistributedApplicationBuilder builder)
    {
        IResourceBuilder<ExecutableResource> program = builder.AddExecutable("program", "dotnet", ".", "exec", AssetPrograms.PortListener)
            .WithHttpEndpoint(name: "api", env: "API_PORT")
            .WithHttpEndpoint(name: "admin", targetPort: 18_081)
            .WithEndpoint(name: "raw", port: 18_082, scheme: "tcp", isProxied: false)
            .WithEndpoint(name: "external", scheme: "tcp", isExternal: true)
            .WithUrls(context =>
            {
                context.Urls.RemoveAll(url => url.Endpoint?.EndpointName == "raw");
                context.Urls.Add(new() { Url = "https://example.com/added", DisplayText = "Added" });
                foreach (ResourceUrlAnnotation url in context.Urls.Where(url => url.Endpoint?.EndpointName == "admin"))
                {
                    url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
                }
            })
            .WithHttpCommand("/clear", "Clear", endpointName: "api", commandName: "clear");
        foreach (string name in (string[])["api", "admin", "raw", "external"])
        {
            EndpointReference endpoint = program.GetEndpoint(name);
            program.WithArgs(ReferenceExpression.Create(
                $"{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.TargetPort)}"));
        }

        Sleeper(builder, "client")
            .WithReference(program.GetEndpoint("api")).WithReference(program.GetEndpoint("admin"))
            .WithEnvironment("RAW", program.GetEndpoint("raw"))
            .WithEnvironment("RAW_PORT", program.GetEndpoint("raw").Property(EndpointProperty.TargetPort))
            .WithEnvironment("EXTERNAL", program.GetEndpoint("external"))
            .WaitFor(program);
    }

    private static async Task PlayEndpointsAsync(ConformanceRecorder recorder)
    {
        await recorder.CountAsync("client", KnownResourceStates.Running);
        await recorder.CommandWhenItListensAsync("program", "clear");
    }

#pragma warning disable ASPIRECERTIFICATES001
    private static void Https(IDistributedApplicationBuilder builder)
    {
        using ECDsa key = ECDsa.Create();
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        IResourceBuilder<ProjectResource> web = builder.AddProject<LaunchedService>("web")
            .WithHttpsEndpoint().WithHttpsCertificate(certificate)
            .WithHttpHealthCheck("/health", endpointName: "http");
        Sleeper(builder, "client").WithReference(web).WaitFor(web);
    }
#pragma warning restore ASPIRECERTIFICATES001

    private static void Kestrel(IDistributedApplicationBuilder builder)
    {
        IResourceBuilder<ProjectResource> web = builder.AddProject<KestrelService>("web")
            .WithHttpHealthCheck("/health", endpointName: "public");
        Sleeper(builder, "client").WithReference(web).WaitFor(web);
    }

    private static void FileBased(IDistributedApplicationBuilder builder)
    {
        string file = Path.Combine(builder.AppHostDirectory, "hello.cs");
        File.WriteAllText(file, "Console.WriteLine(string.Join(' ', args));");
#pragma warning disable ASPIRECSHARPAPPS001
        builder.AddCSharpApp("file", file).WithArgs("one", "two words").WithEnvironment("GREETING", "hello");
#pragma warning restore ASPIRECSHARPAPPS001
    }

    private static void Children(IDistributedApplicationBuilder builder)
    {
        builder.Configuration["Parameters:password"] = "hidden";
        IResourceBuilder<RedisResource> server = builder.AddRedis("server", port: null, password: builder.AddParameter("password", secret: true));
        IResourceBuilder<Part<RedisResource>> part = builder.AddResource(new Part<RedisResource>("part", server.Resource));
        builder.AddResource(new Part<Part<RedisResource>>("inner", part.Resource));
        builder.AddResource(new Tool("tool", server.Resource)).WithArgs("600");
        Sleeper(builder, "client").WaitFor(server);
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

    private sealed class Part<T>(string name, T parent) : Resource(name), IResourceWithParent<T>
        where T : IResource
    {
        public T Parent => parent;
    }

    private sealed class Tool(string name, IResource parent) : ExecutableResource(name, "sleep", "."), IResourceWithParent
    {
        public IResource Parent => parent;
    }

    private sealed class KestrelService : IProjectMetadata
    {
        public string ProjectPath => RepositoryFile.PathOf("tests/Assets/KestrelService/KestrelService.csproj");

        public bool SuppressBuild => true;
    }

    private sealed class LaunchedService : IProjectMetadata
    {
        public string ProjectPath => RepositoryFile.PathOf("tests/Assets/LaunchedService/LaunchedService.csproj");

        public bool SuppressBuild => true;
    }
}
