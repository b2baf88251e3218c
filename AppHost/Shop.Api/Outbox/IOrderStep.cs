namespace Shop.Api.Outbox;

/// <summary>Does one <see cref="OutboxStep"/>. It is registered under that step.</summary>
/// <remarks>
/// A definite answer is returned and never asked for again. Anything else is thrown and leads to another attempt, so a step must
/// tolerate being done twice: the process, or the database, may go away before the answer is stored.
/// </remarks>
internal interface IOrderStep
{
    Task<StepOutcome> RunAsync(OutboxMessage message, CancellationToken cancellationToken);
}
