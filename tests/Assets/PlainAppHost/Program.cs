using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlainAppHost;

/// <summary>An app host that has never heard of TestOrchestrator. Its first argument says what it does wrong.</summary>
public static class Program
{
    public static void Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "throws":
                throw new InvalidOperationException("no greeting");
            case "builds nothing":
                return;
            case "never ends":
                new ManualResetEvent(initialState: false).WaitOne();
                return;
            case "builds twice":
                Describe([]).Build();
                Describe([]).Build().Run();
                return;
            case "runs nothing":
                Describe([]).Build();
                return;
            default:
                Describe(args).Build().Run();
                return;
        }
    }

    private static IDistributedApplicationBuilder Describe(string[] args)
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);
        IResourceBuilder<ExecutableResource> greeter = builder
            .AddExecutable("greeter", "/bin/sh", "/", "-c", $"echo {builder.Configuration["greeting"] ?? "hello"}; exec sleep 600");
        builder.AddExecutable("follower", "/bin/sh", "/", "-c", "exec sleep 600").WaitFor(greeter);
        return builder;
    }
}
