using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Providers;

[TestClass]
public sealed class OwnServerContractTests : PostgresContract
{
    protected override Lane Lane => Lane.Real;

    protected override string WhyAddressTaken => """TO1409: 'subject' exited with code 1\. The last lines of its log '.*could not bind IPv4 address .*: Address already in use.*FATAL: .*could not create any TCP/IP sockets""";

    protected override int PidOf(TemporaryRun run, RunningApplication app) => app.Resources[Subject].Process!.Value.Pid;
}
