using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Bench.Apps;
using Bench.Cases;
using Bench.Measuring;
using Bench.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bench.Peers;

/// <summary>Aspire.Hosting.Testing with Aspire's own engine, as its documentation shows it: DCP runs services as processes, servers as containers.</summary>
internal static class AspirePeer
{
    private const int WarmUp = 1;
    private const int Runs = 5;
    private const string LastService = "second";

    // The tags that Aspire.Hosting.PostgreSQL and Aspire.Hosting.Redis 13.6.5 ask for. Nothing is fetched while it is measured.
    private static readonly string[] s_images = ["postgres:18.3", "redis:8.6"];

    /// <summary>Returns whether there is an engine with the images of the servers; if not, the report says what helps.</summary>
    public static async Task<bool> HasContainersAsync(Report report)
    {
        const string Peer = "Aspire.Hosting.Testing with containers";
        if ((await ExternalCommand.TryAsync(BenchRun.Project, "docker", "info")).ExitCode != 0)
        {
            report.Miss(Peer, "no container engine answers. Start dockerd; eng/docs/benchmarks.md has the line.");
            return false;
        }

        foreach (string image in s_images)
        {
            if ((await ExternalCommand.TryAsync(BenchRun.Project, "docker", "image", "inspect", image)).ExitCode != 0)
            {
                report.Miss(Peer, $"the engine has no image '{image}': docker pull {image}");
                return false;
            }
        }

        return true;
    }

    /// <param name="what">The name of the row.</param>
    /// <param name="options">How many runs.</param>
    /// <param name="hasServers">Whether the application has Postgres and Redis, in containers.</param>
    public static Task<Row> MeasureAsync(string what, BenchOptions options, bool hasServers) =>
        Series.MeasureOthersAsync(what, WarmUp, Math.Min(Runs, options.RunsOr(Runs)), () => MeasureOneAsync(PlainApps.Args(hasServers)));

    private static async Task<Sample> MeasureOneAsync(string[] args)
    {
        long begin = Stopwatch.GetTimestamp();
        IDistributedApplicationTestingBuilder builder = await DistributedApplicationTestingBuilder.CreateAsync(PlainApps.AppHost, args);

        // The report goes to the console. Without the log of every service there Aspire is a little quicker.
        builder.Services.AddLogging(logging => logging.ClearProviders());
        DistributedApplication application = await builder.BuildAsync();
        await application.StartAsync();
        await application.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceHealthyAsync(LastService);
        Sample sample = new() { [Columns.Started] = Series.Since(begin) };
        await PlainApps.AnswerAsync(application.GetEndpoint(LastService));
        sample[Columns.Answered] = Series.Since(begin);

        long end = Stopwatch.GetTimestamp();
        await application.DisposeAsync();
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }
}
