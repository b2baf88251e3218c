using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Providers;

[TestClass]
public sealed class SharedServerContractTests : PostgresContract
{
    protected override Lane Lane => Lane.Fast;

    protected override string WhyAddressTaken => "TO1605: The front door could not be opened at {0}: Address already in use\\.";

    protected override int PidOf(TemporaryRun run, RunningApplication app) => run.Events("postgres-started")[^1].GetProperty("pid").GetInt32();
}
