using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlainAppHost;

/// <summary>An app host that has never heard of TestOrchestrator. Its first argument says what it does wrong.</summary>
public static class Program
{
    /// <summary>Gets what the application that is built late waits for.</summary>
    public static ManualResetEvent Late { get; } = new(initialState: false);

    /// <summary>Gets how it ended.</summary>
    public static TaskCompletionSource<Exception?> LateEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
            case "throws before it runs":
                Describe([]).Build();
                throw new InvalidOperationException("no greeting yet");
            case "throws when it runs":
                Describe([]).Build().StartAsync().GetAwaiter().GetResult();
                throw new InvalidOperationException("no greeting any more");
            case "builds late":
                Late.WaitOne();
                try
                {
                    Describe([]).Build().Run();
                    LateEnded.SetResult(null);
                }
                catch (Exception e)
                {
                    LateEnded.SetResult(e);
                    throw;
                }

                return;
            case "goes on":
                Describe([]).Build().Run();
                new ManualResetEvent(initialState: false).WaitOne();
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
