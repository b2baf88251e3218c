using System.Reflection;
using System.Runtime.CompilerServices;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class PublishTests
{
    [TestMethod]
    public async Task The_manifest_is_the_same_with_and_without_what_this_package_adds()
    {
        using TemporaryDirectory directory = new();

        string plain = await PublishAsync(directory["plain"], isOurs: false);
        string ours = await PublishAsync(directory["ours"], isOurs: true);

        StringAssert.Contains(plain, "\"program\"");
        Assert.AreEqual(plain, ours);
    }

    [TestMethod]
    public void Every_method_that_this_repository_adds_to_app_hosts_is_in_that_comparison()
    {
        string used = File.ReadAllText(RepositoryFile.PathOf("tests/TestOrchestrator.Hosting.Tests/Local/PublishTests.cs"));
        string[] methods =
        [
            .. new[] { typeof(LocalEngineBuilderExtensions), typeof(PostgresMigrationsBuilderExtensions) }
                .SelectMany(t => t.Assembly.GetExportedTypes())
                .Where(t => t.Namespace == "Aspire.Hosting")
                .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public))
                .Where(m => m.IsDefined(typeof(ExtensionAttribute)))
                .Select(m => m.Name)
                .Distinct(),
        ];

        CollectionAssert.Contains(methods, "WithMigrations");

        // It puts another resource into the model: that is in the manifest, as it should be.
        string[] missing = [.. methods.Where(m => m != "ReplaceResource" && !used.Contains($".{m}(", StringComparison.Ordinal))];
        Assert.AreEqual("", string.Join(", ", missing));
    }

    private static async Task<string> PublishAsync(string directory, bool isOurs)
    {
        Directory.CreateDirectory(directory);
        string manifest = Path.Combine(directory, "manifest.json");
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--operation", "publish", "--publisher", "manifest", "--output-path", manifest],
            ProjectDirectory = directory,
            DisableDashboard = true,
        });
        if (isOurs)
        {
            builder.UseLocalEngine();
        }

        IResourceBuilder<ExecutableResource> program = builder.AddExecutable("program", "server", directory).WithHttpEndpoint(env: "PORT")
            .WithEnvironment("GREETING", "hello");
        IResourceBuilder<ExecutableResource> client = builder.AddExecutable("client", "client", directory)
            .WithReference(program.GetEndpoint("http"));
        IResourceBuilder<ProjectResource> web =
            builder.AddProject("web", RepositoryFile.PathOf("tests/Assets/LaunchedService/LaunchedService.csproj"));
        IResourceBuilder<PostgresDatabaseResource> orders = builder.AddPostgres("postgres").AddDatabase("orders");
        if (isOurs)
        {
            IResourceBuilder<InterceptingProxyResource> proxy = builder.AddInterceptingProxy("proxy")
                .WithMock(r => r.Host("outside.example.com"), j => j.Text("mocked"))
                .WithUnmatchedRequests(UnmatchedRequests.Fail).WithStrictTraffic().WithRecording().WithTunnel("tunnel.example.com");
            program.WithProxy(proxy).WithLane("real").WithStartLimit(TimeSpan.FromMinutes(1)).WithReadyLogLine("ready")
                .WithReadyFile("ready").WithReadyCommand("true").WithStopSignal().WithRestart(RestartPolicy.OnFailure);
            client.WithTransparentProxy(proxy);
            web.WithPrivatePackages("Serilog");
            orders.WithMigrations("migrations");
        }

        await using DistributedApplication application = builder.Build();
        await application.RunAsync();
        return (await File.ReadAllTextAsync(manifest)).Replace(directory, "", StringComparison.Ordinal);
    }
}
