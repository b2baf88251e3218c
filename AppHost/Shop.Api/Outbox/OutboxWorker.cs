using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Shop.Api.Outbox;

/// <summary>Does what the outbox says, several steps at a time, until the process stops.</summary>
internal sealed partial class OutboxWorker(
    OutboxStore outbox,
    OutboxSignal signal,
    IServiceProvider services,
    TimeProvider timeProvider,
    IOptions<OutboxOptions> options,
    ILogger<OutboxWorker> logger) : BackgroundService
{
    private readonly ActivitySource _activities = new("Shop.Api.Outbox");

    public override void Dispose()
    {
        _activities.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using CancellationTokenSource abandon = new(Timeout.InfiniteTimeSpan, timeProvider);
        using CancellationTokenRegistration stopping = stoppingToken.Register(() => abandon.CancelAfter(options.Value.StopGrace));

        // Only who is free to run a step asks for the next claim, and one at a time.
        await Parallel.ForEachAsync(
            ClaimsAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency, CancellationToken = stoppingToken },
            (claim, _) => ProcessAsync(claim, abandon.Token));
    }

    private async IAsyncEnumerable<OutboxClaim> ClaimsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ClaimOrWaitAsync(cancellationToken) is { } claim)
            {
                yield return claim;
            }
        }
    }

    private async Task<OutboxClaim?> ClaimOrWaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = options.Value.PollInterval;
        try
        {
            (OutboxClaim? claim, TimeSpan? dueIn) = await outbox.TryClaimAsync(cancellationToken);
            if (claim is not null)
            {
                return claim;
            }

            wait = dueIn < wait ? dueIn.Value : wait;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Not only NpgsqlException: a connection that breaks while it is used may also turn out to be disposed of.
            Log.OutboxNotReadable(logger, wait, e);
        }

        await signal.WaitAsync(wait, cancellationToken);
        return null;
    }

    private async ValueTask ProcessAsync(OutboxClaim claim, CancellationToken abandonToken)
    {
        await using (claim)
        {
            try
            {
                await RunAsync(claim, abandonToken);
                signal.Notify();
            }
            catch (Exception e) when (abandonToken.IsCancellationRequested)
            {
                Log.Abandoned(logger, claim.Message.OrderId, claim.Message.Step, e.Message);
            }
            catch (Exception e)
            {
                // The step will be claimed again, at once: do not send a request each time while its answer cannot be stored.
                Log.OutcomeNotStored(logger, claim.Message.OrderId, claim.Message.Step, e);
                await Task.Delay(options.Value.PollInterval, timeProvider, abandonToken);
            }
        }
    }

    private async Task RunAsync(OutboxClaim claim, CancellationToken abandonToken)
    {
        OutboxMessage message = claim.Message;
        using Activity activity = message.Trace.StartActivity(_activities, $"order {message.Step}");
        StepOutcome outcome;
        try
        {
            outcome = await services.GetRequiredKeyedService<IOrderStep>(message.Step).RunAsync(message, abandonToken);
        }
        catch (Exception e) when (!abandonToken.IsCancellationRequested)
        {
            await RetryOrFailAsync(claim, e);
            return;
        }

        // There is an answer: it is stored even when stopping.
        await claim.CompleteAsync(outcome);
        Log.Completed(logger, message.OrderId, message.Step);
    }

    private async Task RetryOrFailAsync(OutboxClaim claim, Exception failure)
    {
        (OutboxMessage message, int attempts) = (claim.Message, claim.Message.Attempts + 1);

        // Giving back stock needs Redis only, and a declined order must not keep it.
        if (attempts < options.Value.MaxAttempts || message.Step is OutboxStep.Release)
        {
            TimeSpan delay = options.Value.DelayAfter(attempts);
            Log.Retrying(logger, message.OrderId, message.Step, attempts, delay, failure.Message);
            await claim.RetryAsync(delay, failure.Message);
        }
        else
        {
            Log.GaveUp(logger, message.OrderId, message.Step, attempts, failure);
            await claim.CompleteAsync(StepOutcome.Failed(message.Step, attempts, failure));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Order {OrderId}: {Step} is done.")]
        public static partial void Completed(ILogger logger, Guid orderId, OutboxStep step);

        [LoggerMessage(LogLevel.Warning, "Order {OrderId}: {Step} failed at attempt {Attempt}, next one in {Delay}: {Failure}")]
        public static partial void Retrying(ILogger logger, Guid orderId, OutboxStep step, int attempt, TimeSpan delay, string failure);

        [LoggerMessage(LogLevel.Error, "Order {OrderId}: {Step} is given up after attempt {Attempt}.")]
        public static partial void GaveUp(ILogger logger, Guid orderId, OutboxStep step, int attempt, Exception failure);

        [LoggerMessage(LogLevel.Information, "Order {OrderId}: {Step} was abandoned because the process stops, and is free to be claimed again: {Failure}")]
        public static partial void Abandoned(ILogger logger, Guid orderId, OutboxStep step, string failure);

        [LoggerMessage(LogLevel.Error, "Order {OrderId}: the outcome of {Step} could not be stored.")]
        public static partial void OutcomeNotStored(ILogger logger, Guid orderId, OutboxStep step, Exception failure);

        [LoggerMessage(LogLevel.Warning, "The outbox cannot be read, next attempt in {Delay}.")]
        public static partial void OutboxNotReadable(ILogger logger, TimeSpan delay, Exception failure);
    }
}
