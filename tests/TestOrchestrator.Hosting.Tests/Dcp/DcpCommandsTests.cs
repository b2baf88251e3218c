using Microsoft.Extensions.DependencyInjection;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Dcp;

[TestClass]
public sealed class DcpCommandsTests
{
    private readonly ManualTimeProvider _clock = new();
    private string _state = KnownResourceStates.Running;
    private int _attempts;

    [TestMethod]
    public async Task A_stop_that_fails_is_tried_again()
    {
        IReadOnlyList<string?> states = await StopAsync(endsAtAttempt: 2);

        Assert.AreEqual(2, _attempts);
        CollectionAssert.AreEqual(new[] { KnownResourceStates.Finished }, states.ToArray());
    }

    [TestMethod]
    public async Task What_has_ended_is_not_stopped_and_neither_is_what_DCP_has_killed()
    {
        _state = "Unknown";

        IReadOnlyList<string?> states = await StopAsync(endsAtAttempt: 1);

        Assert.AreEqual(0, _attempts);
        CollectionAssert.AreEqual(new[] { "Unknown" }, states.ToArray());
    }

    [TestMethod]
    public async Task What_goes_on_running_is_an_error_that_says_what_was_seen_last()
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => StopAsync(endsAtAttempt: 1000));

        Assert.IsGreaterThan(1, _attempts);
        Assert.AreEqual(
            $"TO1414: 'program' did not stop within 90 s. Aspire's command 'stop' was given {_attempts} times, and said last: "
            + "Failed to stop it. The states of its instances are: 'Running'.",
            e.Message);
    }

    private async Task<IReadOnlyList<string?>> StopAsync(int endsAtAttempt)
    {
        await using LocalApplication application = LocalApplication.Build(builder =>
            builder.AddExecutable("program", "sleep", "/", "600").WithCommand(KnownResourceCommands.StopCommand, "Stop", _ =>
            {
                _state = ++_attempts == endsAtAttempt ? KnownResourceStates.Finished : _state;
                return Task.FromResult(new ExecuteCommandResult { Success = false, Message = "Failed to stop it." });
            }));
        DcpCommands commands = new(application.Services.GetRequiredService<ResourceCommandService>(), _ => [_state], _clock);
        Task<IReadOnlyList<string?>> stop = commands.StopAsync(application.Model.Resources.Single(r => r.Name == "program"), default);
        while (!stop.IsCompleted)
        {
            await Task.WhenAny(stop, _clock.TimerArmedAsync(TimeSpan.FromSeconds(1)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await stop;
    }
}
