using System.Diagnostics;
using System.Net;
using Bench.Cases;
using Bench.Definitions;
using Bench.Measuring;
using Bench.Options;
using Bench.Servers;
using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;

namespace Bench.Databases;

/// <summary>One migrated database until its first query is answered: a copy made ahead, a copy made on demand, a server of its own.</summary>
internal sealed class DatabaseCase : ICase
{
    private const string Server = "postgres";
    private const string Database = "orders";
    private const int WarmUp = 10;
    private const int Runs = 40;
    private const int FewerRuns = 20;

    // The example's own: a database that an application has.
    private static readonly string s_migrations = Path.Combine(AppHostProject.Of(typeof(Projects.AppHost).Assembly).Directory, "Shop.Api", "Migrations");

    public string Name => "database";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        await using (EngineRun run = BenchRun.Start(Lane.Fast))
        {
            report.Add(await Series.MeasureAsync("database, copy made ahead", WarmUp, options.RunsOr(Runs), () => MeasureOneAsync(run, s_migrations, (_, sample) => sample)));
            using SchemaCopies schemas = new(s_migrations);
            report.Add(await Series.MeasureAsync("database, copy made on demand", WarmUp, options.RunsOr(FewerRuns), () => MeasureOneAsync(run, schemas.Next(), FromCopyOn)));
        }

        await using (EngineRun run = BenchRun.Start(Lane.Real))
        {
            report.Add(await Series.MeasureAsync("database, server of its own", WarmUp, options.RunsOr(FewerRuns), () => MeasureOneAsync(run, s_migrations, WithMemory)));
        }
    }

    private static async Task<Sample> MeasureOneAsync(EngineRun run, string migrations, Func<RunningApplication, Sample, Sample> complete)
    {
        string password = $"{Guid.NewGuid():N}";
        GroupDefinition group = GroupDefinition.Create(
            Units.Postgres(Server, password, new() { Name = Database, DatabaseName = Database, MigrationDirectories = [migrations] }));
        long begin = Stopwatch.GetTimestamp();
        RunningApplication running = await run.StartApplicationAsync(group, new() { Name = "database" });
        Sample sample = new() { [Columns.Started] = Series.Since(begin) };
        await QueryAsync(running, password);
        sample[Columns.Answered] = Series.Since(begin);
        sample = complete(running, sample);
        long end = Stopwatch.GetTimestamp();
        await running.DisposeAsync();
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }

    // The first database of a schema waits for its template, too, which is made once a run. What is left is the copy, and the query.
    private static Sample FromCopyOn(RunningApplication application, Sample sample)
    {
        double query = sample[Columns.Answered] - sample[Columns.Started];
        double copy = (ResourceTimes.Of(application, Database, UnitState.Ready) - ResourceTimes.Of(application, Database, UnitState.Starting)).TotalMilliseconds;
        return new() { [Columns.Started] = copy, [Columns.Answered] = copy + query };
    }

    private static Sample WithMemory(RunningApplication application, Sample sample)
    {
        sample[Columns.Memory] = ServerMemory.Of(application);
        return sample;
    }

    // The types of a database are loaded once by each data source of a client, which takes it longer than all the rest here and is its own affair.
    private static async Task QueryAsync(RunningApplication application, string password)
    {
        IPEndPoint address = application.GetEndpoint(Server).Address;
        string server = $"Host={address.Address};Port={address.Port};Username=postgres;Password={password}";
        await using NpgsqlConnection connection = new($"{server};Database={Database};Pooling=false;Server Compatibility Mode=NoTypeLoading");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("SELECT count(*) FROM products", connection);
        await command.ExecuteScalarAsync();
    }
}
