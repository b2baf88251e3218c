using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Providers;

[TestClass]
public sealed class OwnServerContractTests : PostgresContract
{
    protected override Lane Lane => Lane.Real;

    protected override int PidOf(TemporaryRun run, RunningApplication app) => app.Units[Subject].Process!.Value.Pid;
}
