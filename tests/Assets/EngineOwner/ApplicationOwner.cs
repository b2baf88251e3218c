using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Logs;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.Users;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Runs;

namespace EngineOwner;

/// <summary>Runs an application of one script, tells what came of it, and ends when it is told to. The script has a secret in its environment.</summary>
internal static class ApplicationOwner
{
    public static async Task RunAsync(string runs, string user, string script)
    {
        try
        {
            EngineRun run = EngineRun.Start(new() { Name = "application", RunsDirectory = runs });
            Console.WriteLine($"directory {run.Directory}");
            Console.WriteLine($"state {run.StateDirectory}");
            try
            {
                await StartAsync(run, user, script);
            }
            finally
            {
                await run.DisposeAsync();
            }
        }
        catch (EngineException e)
        {
            Console.WriteLine(e.Message);
        }

        Console.WriteLine("over");
    }

    private static async Task StartAsync(EngineRun run, string user, string script)
    {
        using ConfigurationManager configuration = new();
        ApplicationModelBuilder builder = new() { Configuration = configuration, Environment = new HostingEnvironment(), AppHostDirectory = "/" };
        IResourceBuilder<ParameterResource> secret = builder.AddParameter("secret", "s3cret-of-the-test", secret: true);
        IResourceBuilder<ExecutableResource> server = builder.AddExecutable("server", "/bin/sh", "/", "-c", script)
            .WithEnvironment("SECRET", secret)
            .WithEnvironment("GENERATED", builder.AddResource(builder.CreateGeneratedPassword("generated")))
            .WithLog(timestamps: true, maxBytes: 1024 * 1024, maxFiles: 2);
        if (user.Length > 0)
        {
            server.WithUser(user);
        }

        RunningApplication application = await run.StartApplicationAsync(ApplicationModel.Build(builder), new() { Name = "application" });
        Console.WriteLine($"log {application.LogFileOf("server")}");
        Console.WriteLine("started");
        await Console.In.ReadLineAsync();
    }
}
