using System.Collections.Immutable;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class ExecutableTests
{
    [TestMethod]
    public async Task It_runs_with_its_arguments_its_environment_and_in_its_directory()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder => builder
            .AddExecutable("program", "/bin/sh", builder.AppHostDirectory, "-c", "pwd; echo \"$1\"; echo \"$GREETING\"", "sh", "two words")
            .WithEnvironment("GREETING", "hello"));

        CollectionAssert.AreEqual(new[] { application.Directory, "two words", "hello" }, await application.OutputAsync("program"));
    }

    [TestMethod]
    public async Task A_relative_directory_begins_at_the_app_host()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            Directory.CreateDirectory(Path.Combine(builder.AppHostDirectory, "below"));
            builder.AddExecutable("program", "pwd", "below");
        });

        CollectionAssert.AreEqual(new[] { Path.Combine(application.Directory, "below") }, await application.OutputAsync("program"));
    }

    [TestMethod]
    public async Task It_knows_its_own_port_from_a_variable_and_from_an_argument()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<ExecutableResource> program = builder.AddExecutable("program", "/bin/sh", "/", "-c", "echo $PORT $1", "sh");
            program.WithHttpEndpoint(env: "PORT")
                .WithArgs(context => context.Args.Add(program.GetEndpoint("http").Property(EndpointProperty.TargetPort)));
        });
        int port = application.Group.GetEndpoint("program").Address.Port;

        CollectionAssert.AreEqual(new[] { $"{port} {port}" }, await application.OutputAsync("program"));
    }

    [TestMethod]
    public async Task Fixed_ports_are_on_the_address_of_the_application()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "true", "/").WithEndpoint(port: 5432, scheme: "tcp", name: "fixed", isProxied: false)
                .WithHttpEndpoint(targetPort: 8080));

        Assert.AreEqual(5432, application.Group.GetEndpoint("program", "fixed").Address.Port);
        Assert.AreEqual(8080, application.Group.GetEndpoint("program", "http").Address.Port);
        Assert.AreEqual(application.Group.Address, application.Group.GetEndpoint("program", "http").Address.Address);
        Assert.AreEqual($"http://{application.Group.Address}:8080", new EndpointReference((IResourceWithEndpoints)application.Model.Resources.Single(), "http").Url);
    }

    [TestMethod]
    public async Task References_to_endpoints_and_expressions_are_filled_in()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            EndpointReference http = builder.AddExecutable("server", "true", "/").WithHttpEndpoint().GetEndpoint("http");
            builder.AddExecutable("client", "env", "/")
                .WithReference(http)
                .WithEnvironment("URL", http)
                .WithEnvironment("TEXT", $"host {http.Property(EndpointProperty.Host)} port {http.Property(EndpointProperty.Port)} both {http.Property(EndpointProperty.HostAndPort)} scheme {http.Property(EndpointProperty.Scheme)}");
        });
        Uri url = application.Group.GetEndpoint("server").Url;
        ImmutableArray<string> output = await application.OutputAsync("client");

        CollectionAssert.Contains(output, $"URL={url.GetLeftPart(UriPartial.Authority)}");
        CollectionAssert.Contains(output, $"services__server__http__0={url.GetLeftPart(UriPartial.Authority)}");
        CollectionAssert.Contains(output, $"TEXT=host {url.Host} port {url.Port} both {url.Host}:{url.Port} scheme http");
    }

    [TestMethod]
    public async Task References_to_connection_strings_are_variables()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(
            builder =>
            {
                IResourceBuilder<ParameterResource> password = builder.AddParameter("password", secret: true);
                IResourceBuilder<ConnectionStringResource> orders = builder
                    .AddConnectionString("orders", ReferenceExpression.Create($"Host=db;Password={password}"));
                builder.AddExecutable("client", "env", "/").WithReference(orders);
            },
            null,
            "--Parameters:password=secret");

        CollectionAssert.Contains(await application.OutputAsync("client"), "ConnectionStrings__orders=Host=db;Password=secret");
    }

    [TestMethod]
    public async Task A_command_that_does_not_exist_fails_to_start_and_its_log_says_why()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "no-such-program", "/"));

        CustomResourceSnapshot end = await application.EndAsync("program");

        Assert.AreEqual(KnownResourceStates.FailedToStart, end.State?.Text);
        StringAssert.Contains(string.Join('\n', await application.LogAsync("program")), "no-such-program");
    }

    [TestMethod]
    public async Task A_callback_that_fails_fails_the_start_of_its_resource_alone()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            builder.AddExecutable("program", "true", "/").WithEnvironment(_ => throw new InvalidOperationException("no value today"));
            builder.AddExecutable("other", "true", "/");
        });

        Assert.AreEqual(KnownResourceStates.FailedToStart, (await application.EndAsync("program")).State?.Text);
        Assert.AreEqual(KnownResourceStates.Finished, (await application.EndAsync("other")).State?.Text);
        StringAssert.Contains(string.Join('\n', await application.LogAsync("program")), "no value today");
    }

    [TestMethod]
    public async Task What_it_was_started_with_is_in_its_snapshot()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(
            builder => builder.AddExecutable("program", "/bin/sh", "/", "-c", "exec sleep 600", "sh")
                .WithArgs(context => context.Args.Add(builder.AddParameter("token", secret: true).Resource))
                .WithEnvironment("GREETING", "hello"),
            null,
            "--Parameters:token=secret");

        CustomResourceSnapshot running = await application.WaitAsync("program", KnownResourceStates.Running);

        Assert.AreEqual("Executable", running.ResourceType);
        Assert.AreEqual("/bin/sh", Property("executable.path"));
        Assert.AreEqual("/", Property("executable.workDir"));
        Assert.AreEqual(application.Group.Units["program"].Process!.Value.Pid, Property("executable.pid"));
        CollectionAssert.AreEqual(new[] { "-c", "exec sleep 600", "sh", "secret" }, (ImmutableArray<string>)Property("resource.appArgs")!);
        CollectionAssert.AreEqual(new[] { 0, 0, 0, 1 }, (ImmutableArray<int>)Property("resource.appArgsSensitivity")!);
        Assert.AreEqual("hello", running.EnvironmentVariables.Single(v => v.Name == "GREETING").Value);
        Assert.IsTrue(running.Properties.Single(p => p.Name == "resource.appArgs").IsSensitive);

        object? Property(string name) => running.Properties.Single(p => p.Name == name).Value;
    }
}
