namespace TestOrchestrator.Engine.Tests.Waiting;

[TestClass]
public sealed class ManualTimeProviderTests : TimeProviderContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override TimeProvider Clock => _clock;

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
