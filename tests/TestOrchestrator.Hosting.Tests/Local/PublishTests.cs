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
        builder.AddPostgres("postgres").AddDatabase("orders");
        if (isOurs)
        {
            IResourceBuilder<InterceptingProxyResource> proxy = builder.AddInterceptingProxy("proxy")
                .WithMock(r => r.Host("outside.example.com"), j => j.Text("mocked"));
            program.WithProxy(proxy).WithLane("real").WithStartLimit(TimeSpan.FromMinutes(1)).WithReadyLogLine("ready")
                .WithReadyFile("ready").WithReadyCommand("true").WithStopSignal();
            client.WithTransparentProxy(proxy);
        }

        await using DistributedApplication application = builder.Build();
        await application.RunAsync();
        return (await File.ReadAllTextAsync(manifest)).Replace(directory, "", StringComparison.Ordinal);
    }
}
