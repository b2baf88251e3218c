using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class EndpointTests
{
    [TestMethod]
    public async Task An_HTTP_health_check_is_asked_at_the_address_of_the_application()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Listener(builder, "server").WithHttpHealthCheck("/health"));

        await application.WaitUntilHealthyAsync("server");

        CustomResourceSnapshot running = await application.WaitAsync("server", KnownResourceStates.Running);
        Assert.AreEqual(HealthStatus.Healthy, running.HealthReports.Single().Status);
    }

    [TestMethod]
    public async Task A_health_check_with_another_answer_is_unhealthy_and_says_why()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Listener(builder, "server").WithHttpHealthCheck("/health", 204));

        ResourceEvent unhealthy = await application.Notifications
            .WaitForResourceAsync("server", e => e.Snapshot.HealthReports.Any(r => r.Status == HealthStatus.Unhealthy));

        Assert.AreEqual(KnownResourceStates.Running, unhealthy.Snapshot.State?.Text);
        StringAssert.Contains(unhealthy.Snapshot.HealthReports.Single().Description, "200");
    }

    [TestMethod]
    public async Task Clients_of_Aspires_testing_reach_it()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            Listener(builder, "server").WithHttpHealthCheck("/"));
        await application.WaitUntilHealthyAsync("server");
        using HttpClient client = application.Application.CreateHttpClient("server");

        Assert.AreEqual("Hello.", await client.GetStringAsync("/"));
        Assert.AreEqual(application.Group.GetEndpoint("server").Url, application.Application.GetEndpoint("server", "http"));
    }

    [TestMethod]
    public async Task URLs_are_those_of_endpoints_and_of_the_app_host_and_are_active_while_it_runs()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "sleep", "/", "600")
            .WithHttpEndpoint(targetPort: 8080)
            .WithUrlForEndpoint("http", url => url.DisplayText = "Home")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/docs", DisplayText = "Docs" })
            .WithUrl("https://example.com/", "Elsewhere"));
        string root = $"http://{application.Group.Address}:8080";

        CustomResourceSnapshot running = await application.WaitAsync("program", KnownResourceStates.Running);
        await application.CommandAsync("program", KnownResourceCommands.StopCommand);
        CustomResourceSnapshot ended = await application.EndAsync("program");

        CollectionAssert.AreEquivalent(
            new[] { $"{root} Home active", $"{root}/docs Docs active", "https://example.com/ Elsewhere active" }, Describe(running));
        CollectionAssert.AreEquivalent(
            new[] { $"{root} Home inactive", $"{root}/docs Docs inactive", "https://example.com/ Elsewhere inactive" }, Describe(ended));

        static string[] Describe(CustomResourceSnapshot snapshot) =>
            [.. snapshot.Urls.Select(u => $"{u.Url} {u.DisplayProperties.DisplayName} {(u.IsInactive ? "inactive" : "active")}")];
    }

    [TestMethod]
    public async Task A_program_with_an_HTTPS_endpoint_has_a_certificate_for_its_address_and_others_trust_it()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
#pragma warning disable ASPIRECERTIFICATES001
            IResourceBuilder<ExecutableResource> server = builder
                .AddExecutable("server", "/bin/sh", "/", "-c", "cat \"$CERTIFICATE\"; echo; test -s \"$KEY\" && echo key")
                .WithHttpsEndpoint()
                .WithHttpsCertificateConfiguration(context =>
                {
                    context.EnvironmentVariables["CERTIFICATE"] = context.CertificatePath;
                    context.EnvironmentVariables["KEY"] = context.KeyPath;
                    return Task.CompletedTask;
                });
#pragma warning restore ASPIRECERTIFICATES001
            builder.AddExecutable("client", "/bin/sh", "/", "-c", "cat ${SSL_CERT_DIR%%:*}/*.0; echo; echo $URL")
                .WithEnvironment("URL", server.GetEndpoint("https"));
        });

        string[] served = [.. await application.OutputAsync("server")];
        string trusted = string.Join('\n', await application.OutputAsync("client"));

        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(string.Join('\n', served.SkipLast(1)));
        Assert.IsTrue(certificate.MatchesHostname(application.Group.Address.ToString()));
        Assert.AreEqual("key", served[^1]);
        StringAssert.Contains(trusted, UserAuthority.OfUser.Authority.CertificatePem.Trim());
        StringAssert.Contains(trusted, $"https://{application.Group.Address}:");
    }

    [TestMethod]
    public async Task Connections_to_a_project_with_replicas_go_to_each_of_them()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => Project(builder).WithReplicas(2));
        await application.WaitUntilHealthyAsync("web");
        Uri url = application.Application.GetEndpoint("web", "http");
        using HttpClient client = new();

        HashSet<string> answers = [];
        for (int i = 0; i < 4; i++)
        {
            answers.Add(await client.GetStringAsync(url));
        }

        Assert.HasCount(2, answers);
        Assert.IsTrue(application.Model.Resources.Single(r => r.Name == "web").TryGetEndpoints(out IEnumerable<EndpointAnnotation>? endpoints));
        Assert.AreEqual(url.Port, endpoints!.Single().AllocatedEndpoint!.Port);
    }

    [TestMethod]
    public async Task A_project_with_replicas_is_healthy_when_each_of_them_listens()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResource web = Project(builder, before: "sleep 1; ").WithReplicas(2).Resource;
            web.Annotations.Remove(web.Annotations.OfType<HealthCheckAnnotation>().Single());
        });

        await application.WaitUntilHealthyAsync("web");

        using HttpClient client = new();
        await client.GetStringAsync(application.Application.GetEndpoint("web", "http"));
        await client.GetStringAsync(application.Application.GetEndpoint("web", "http"));
    }

    [TestMethod]
    public async Task A_project_with_a_web_server_is_not_waited_for_on_its_other_endpoints()
    {
        await using LocalApplication application = LocalApplication.Build(builder =>
        {
            Project(builder).WithHttpsEndpoint().WithEndpoint(scheme: "tcp", name: "silo");
            builder.AddExecutable("program", "/bin/sh", "/").WithHttpEndpoint().WithEndpoint(scheme: "tcp", name: "other");
        });

        IEnumerable<string> awaited = application.Model.Resources
            .SelectMany(r => ResourceHealth.AwaitedEndpointsOf(r).Select(e => $"{r.Name} {e.Name}"));

        CollectionAssert.AreEquivalent(new[] { "web http", "web https", "program http", "program other" }, awaited.ToArray());
    }

    // Aspire keeps the result of each callback, and mixes those of replicas that ask at the same time.
    [TestMethod]
    public async Task Each_replica_has_all_variables()
    {
        const int Count = 20;
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<ProjectResource> web = Project(builder).WithReplicas(3);
            for (int i = 0; i < Count; i++)
            {
                string name = $"VARIABLE_{i}";
                web.WithEnvironment(async context =>
                {
                    await Task.Yield();
                    context.EnvironmentVariables[name] = "set";
                });
            }
        });
        Dictionary<string, int> seen = [];
        await foreach (ResourceEvent e in application.Notifications.WatchAsync())
        {
            if (e.Resource.Name == "web" && e.Snapshot.State?.Text == KnownResourceStates.Running)
            {
                seen[e.ResourceId] = e.Snapshot.EnvironmentVariables.Count(v => v.Name.StartsWith("VARIABLE_", StringComparison.Ordinal));
            }

            if (seen.Count == 3)
            {
                break;
            }
        }

        CollectionAssert.AreEqual(new[] { Count, Count, Count }, seen.Values);
    }

    [TestMethod]
    public async Task Each_replica_has_an_id_of_its_own_and_is_stopped_by_it()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => Project(builder).WithReplicas(2));
        await application.WaitUntilHealthyAsync("web");
        string[] ids = [.. application.Group.Units.Keys.Where(u => u is "web-0" or "web-1")];
        HashSet<string> known = [];
        await foreach (ResourceEvent e in application.Notifications.WatchAsync())
        {
            if (e.Resource.Name == "web" && known.Add(e.ResourceId) && known.Count == 2)
            {
                break;
            }
        }

        ExecuteCommandResult result = await application.CommandAsync(known.First(), KnownResourceCommands.StopCommand);

        Assert.IsTrue(result.Success, result.Message);
        Assert.HasCount(2, ids);
        Assert.AreEqual(1, application.Group.Units.Values.Count(u => u.Name.StartsWith("web-", StringComparison.Ordinal) && u.Process is not null && u.State == Engine.LifeCycle.UnitState.Ready));
        using HttpClient client = new();
        for (int i = 0; i < 4; i++)
        {
            await client.GetStringAsync(application.Application.GetEndpoint("web", "http"));
        }
    }

    private static IResourceBuilder<ExecutableResource> Listener(IDistributedApplicationBuilder builder, string name)
    {
        IResourceBuilder<ExecutableResource> server = builder.AddExecutable(name, "dotnet", "/", "exec", AssetPrograms.PortListener)
            .WithHttpEndpoint();
        EndpointReference http = server.GetEndpoint("http");
        return server.WithArgs(ReferenceExpression.Create($"{http.Property(EndpointProperty.Host)}:{http.Property(EndpointProperty.TargetPort)}"));
    }

    // A project that is started by a command: each replica answers with its own port.
    private static IResourceBuilder<ProjectResource> Project(IDistributedApplicationBuilder builder, string before = "")
    {
        string path = Path.Combine(builder.AppHostDirectory, "web.csproj");
        File.WriteAllText(path, "<Project />");
        IResourceBuilder<ProjectResource> web = builder.AddProject("web", path).WithHttpEndpoint().WithHttpHealthCheck("/");
#pragma warning disable ASPIREEXTENSION001
        web.WithAnnotation(new ExecutableAnnotation { Command = "/bin/sh", WorkingDirectory = "/" });
#pragma warning restore ASPIREEXTENSION001
        EndpointReference http = web.GetEndpoint("http");
        return web.WithArgs("-c", $"{before}echo $2 > \"$3/$2\"; exec dotnet exec \"$0\" $1:$2 \"$3/$2\"", AssetPrograms.PortListener)
            .WithArgs(context =>
            {
                context.Args.Add(http.Property(EndpointProperty.Host));
                context.Args.Add(http.Property(EndpointProperty.TargetPort));
                context.Args.Add(builder.AppHostDirectory);
            });
    }
}
