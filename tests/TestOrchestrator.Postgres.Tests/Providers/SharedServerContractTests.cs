using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Providers;

[TestClass]
public sealed class SharedServerContractTests : PostgresContract
{
    protected override Lane Lane => Lane.Fast;

    protected override int PidOf(TemporaryRun run, RunningApplication app) => run.Events("postgres-started")[^1].GetProperty("pid").GetInt32();
}
