using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Tests.Kit;

#pragma warning disable ASPIRECERTIFICATES001, ASPIREPERSISTENCE001, ASPIRETERMINAL001, ASPIREEXTENSION001, ASPIREPROCESSCOMMAND001, ASPIREPROBES001
namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>Methods of Aspire that an engine could overlook: each is honoured, noted, or refused.</summary>
[TestClass]
public sealed class ApiTests
{
    [TestMethod]
    public async Task The_IPv4_host_of_an_endpoint_is_the_address_of_the_application()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            EndpointReference http = builder.AddExecutable("server", "true", "/").WithHttpEndpoint().GetEndpoint("http");
            ReferenceExpression text = ReferenceExpression.Create($"Server={http.Property(EndpointProperty.IPV4Host)},{http.Property(EndpointProperty.Port)}");
            IResourceBuilder<ConnectionStringResource> database = builder.AddConnectionString("database", text);
            builder.AddExecutable("client", "/bin/sh", "/", "-c", "env; echo \"ARGUMENT=$1\"", "sh")
                .WithEnvironment("HOST", http.Property(EndpointProperty.IPV4Host))
                .WithReference(database)
                .WithArgs(http.Property(EndpointProperty.IPV4Host));
        });
        string address = application.Group.Address.ToString();
        ImmutableArray<string> output = await application.OutputAsync("client");

        CollectionAssert.Contains(output, $"HOST={address}");
        CollectionAssert.Contains(output, $"ARGUMENT={address}");
        CollectionAssert.Contains(output, $"ConnectionStrings__database=Server={address},{application.Group.GetEndpoint("server").Address.Port}");
    }

    [TestMethod]
    public async Task What_outlives_the_app_host_elsewhere_is_noted()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<RedisResource> cache = builder.AddRedis("cache").WithPersistentLifetime();
            builder.AddExecutable("persistent", "true", "/").WithPersistentLifetime();
            builder.AddExecutable("same", "true", "/").WithLifetimeOf(cache);
            builder.AddExecutable("bound", "true", "/").WithParentProcessLifetime(Environment.ProcessId);
            builder.AddExecutable("session", "true", "/").WithSessionLifetime();
        });

        foreach (string resource in (string[])["cache", "persistent", "same", "bound"])
        {
            StringAssert.Contains(await LogAsync(application, resource), "here it lives as long as its application", resource);
        }

        Assert.DoesNotContain("here it lives", await LogAsync(application, "session"));
    }

    [TestMethod]
    public async Task A_resource_with_a_terminal_runs_without_one_and_says_so()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            builder.Configuration["AppHost:TerminalHostDirectory"] = Path.Combine(builder.AppHostDirectory, "terminals");
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "echo ran").WithTerminal();
        });

        CustomResourceSnapshot end = await application.EndAsync("program");

        Assert.AreEqual(KnownResourceStates.Finished, end.State?.Text);
        StringAssert.Contains(await LogAsync(application, "program"), "It has no terminal");
        Assert.HasCount(1, application.Group.Units);
    }

    [TestMethod]
    public async Task An_image_that_a_Dockerfile_describes_is_not_taken_for_a_known_one()
    {
        DefinitionException e = await FailsAsync(builder => builder.AddExecutable("client", "true", "/")
            .WaitFor(builder.AddDockerfile("redis", builder.AppHostDirectory)));

        StringAssert.Contains(e.Message, "TO1131");
        StringAssert.Contains(e.Message, "that a Dockerfile describes");
    }

    [TestMethod]
    public async Task Servers_with_TLS_modules_or_another_entry_point_are_refused_all_at_once()
    {
        using ECDsa key = ECDsa.Create();
        using X509Certificate2 certificate =
            new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        DefinitionException e = await FailsAsync(builder =>
        {
            builder.AddRedis("secure").WithHttpsCertificate(certificate);
            builder.AddRedis("modular").WithModule("/usr/lib/module.so");
            builder.AddPostgres("shell").WithEntrypoint("/bin/sh");
        });

        CollectionAssert.AreEquivalent(
            new[] { "TO1132 secure", "TO1132 modular", "TO1132 shell" }, e.Problems.Select(p => $"{p.Code} {p.Unit}").ToArray());
    }

    [TestMethod]
    public async Task What_only_a_container_could_have_is_noted()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => builder.AddRedis("cache")
            .WithImageSHA256("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
            .WithImagePullPolicy(ImagePullPolicy.Always).WithContainerName("mine").WithContainerNetworkAlias("alias").WithRepl());
        await application.WaitUntilHealthyAsync("cache");

        string log = await LogAsync(application, "cache");

        StringAssert.Contains(log, "The digest of its image (WithImageSHA256) is not compared");
        foreach (string method in (string[])["WithImagePullPolicy", "WithContainerName", "WithContainerNetworkAlias", "WithRepl"])
        {
            StringAssert.Contains(log, method);
        }
    }

    [TestMethod]
    public async Task The_scope_of_trusted_certificates_and_bundles_of_them_are_honoured()
    {
        using ECDsa key = ECDsa.Create();
        using X509Certificate2 authority =
            new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<CertificateAuthorityCollection> trusted = builder.AddCertificateAuthorityCollection("trusted").WithCertificate(authority);
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "echo $SSL_CERT_DIR; cat $SSL_CERT_FILE; cat $BUNDLE")
                .WithCertificateAuthorityCollection(trusted)
                .WithCertificateTrustScope(CertificateTrustScope.Override)
                .WithCertificateTrustConfiguration(context =>
                {
                    context.EnvironmentVariables["BUNDLE"] = context.CreateCustomBundle((_, _) => Task.FromResult("bundled"u8.ToArray()));
                    return Task.CompletedTask;
                });
        });

        ImmutableArray<string> output = await application.OutputAsync("program");

        Assert.DoesNotContain(":", output[0]);
        CollectionAssert.Contains(output, "-----BEGIN CERTIFICATE-----");
        Assert.AreEqual("bundled", output[^1]);
    }

    [TestMethod]
    public async Task A_creation_script_and_init_files_of_Postgres_are_noted()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(builder.AppHostDirectory, "init")).FullName, "1.sql"), "SELECT 1;");
            builder.AddPostgres("server").WithInitFiles("init").AddDatabase("orders").WithCreationScript("CREATE DATABASE orders");
        });
        await application.WaitUntilHealthyAsync("orders");

        string log = await LogAsync(application, "server");

        StringAssert.Contains(log, "WithCreationScript");
        StringAssert.Contains(log, "Of its init files those named *.sql run");
    }

    [TestMethod]
    public async Task The_developer_certificate_is_replaced_by_one_for_the_address_of_the_application()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => builder
            .AddExecutable("server", "/bin/sh", "/", "-c", "cat \"$CERTIFICATE\"")
            .WithHttpsEndpoint()
            .WithHttpsDeveloperCertificate()
            .WithHttpsCertificateConfiguration(context =>
            {
                context.EnvironmentVariables["CERTIFICATE"] = context.CertificatePath;
                return Task.CompletedTask;
            }));

        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(string.Join('\n', await application.OutputAsync("server")));

        Assert.IsTrue(certificate.MatchesHostname(application.Group.Address.ToString()));
    }

    [TestMethod]
    public async Task A_volume_of_a_program_is_a_directory_that_a_variable_names()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "/bin/sh", "/", "-c", "cd \"$DATA\" && echo there").WithVolume("data", "/data", "DATA"));

        CollectionAssert.AreEqual(new[] { "there" }, await application.OutputAsync("program"));
    }

    [TestMethod]
    public async Task Arguments_for_the_tool_that_starts_a_program_come_before_its_own()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            builder.AddExecutable("program", "/bin/sh", "/", "own").WithLaunchToolArgs(context =>
            {
                context.Args.Add("-c");
                context.Args.Add("echo tool $0");
            });
            string project = Path.Combine(builder.AppHostDirectory, "web.csproj");
            File.WriteAllText(project, "<Project />");
            builder.AddProject("web", project).WithLaunchToolArgs(context => context.Args.Add("--version"));
        });

        CollectionAssert.AreEqual(new[] { "tool own" }, await application.OutputAsync("program"));
        Assert.AreEqual("10", (await application.OutputAsync("web"))[0].Split('.')[0]);
    }

    [TestMethod]
    public async Task Commands_of_every_kind_run()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<ExecutableResource> server = builder.AddExecutable("server", "dotnet", "/", "exec", AssetPrograms.PortListener).WithHttpEndpoint();
            EndpointReference http = server.GetEndpoint("http");
            server.WithArgs(ReferenceExpression.Create($"{http.Property(EndpointProperty.Host)}:{http.Property(EndpointProperty.TargetPort)}"))
                .WithHttpProbe(ProbeType.Readiness, "/")
                .WithHttpCommand("/clear", "Clear", commandName: "clear")
                .WithProcessCommand("say", "Say", "echo", ["said"]);
        });
        await application.WaitUntilHealthyAsync("server");

        foreach (string command in (string[])["clear", "say"])
        {
            ExecuteCommandResult result = await application.CommandAsync("server", command);
            Assert.IsTrue(result.Success, $"{command}: {result.Message}");
        }
    }

    [TestMethod]
    public async Task A_resource_that_is_hidden_on_completion_is_hidden_then()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "true", "/").WithHiddenOnCompletion());

        Assert.IsTrue((await application.EndAsync("program")).IsHidden);
    }

    [TestMethod]
    public async Task The_parts_of_a_connection_string_are_properties_of_its_resource()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => builder.AddRedis("cache"));
        await application.WaitUntilHealthyAsync("cache");

        ResourcePropertySnapshot parts = (await application.WaitAsync("cache", KnownResourceStates.Running)).Properties
            .Single(p => p.Name == "resource.connectionProperties");

        Assert.IsTrue(parts.IsSensitive);
        Assert.AreEqual(application.Group.Address.ToString(), ((Dictionary<string, string?>)parts.Value!)["host"]);
    }

    private static async Task<string> LogAsync(LocalApplication application, string resource) => string.Join('\n', await application.LogAsync(resource));

    private static Task<DefinitionException> FailsAsync(Action<IDistributedApplicationBuilder> describe) =>
        Assert.ThrowsExactlyAsync<DefinitionException>(async () =>
        {
            await using LocalApplication application = await LocalApplication.StartAsync(describe);
        });
}
