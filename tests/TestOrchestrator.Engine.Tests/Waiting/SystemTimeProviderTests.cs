namespace TestOrchestrator.Engine.Tests.Waiting;

[TestClass]
public sealed class SystemTimeProviderTests : TimeProviderContract
{
    protected override TimeProvider Clock => TimeProvider.System;

    protected override Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, CancellationToken.None);
}
