using Npgsql;

namespace Shop.Api.Outbox;

/// <summary>Work that no other worker can claim until this is disposed. Disposed unsettled, it is free again as it was.</summary>
/// <remarks>The time is clock_timestamp() here: now() is when the transaction began, which is before the step ran.</remarks>
internal sealed class OutboxClaim(OutboxMessage message, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public OutboxMessage Message => message;

    /// <summary>Stores what a step achieved, and what is to be done next.</summary>
    public async Task CompleteAsync(StepOutcome outcome)
    {
        await UpdateOrderAsync(outcome);
        await (outcome.Next is { } next
            ? ExecuteAsync("UPDATE outbox SET step = $2, attempts = 0, due_at = clock_timestamp(), last_error = NULL WHERE order_id = $1", [message.OrderId, Text(next)])
            : ExecuteAsync("DELETE FROM outbox WHERE order_id = $1", [message.OrderId]));
        await transaction.CommitAsync();
    }

    /// <summary>Stores that a step failed and is due again after a delay.</summary>
    public async Task RetryAsync(TimeSpan delay, string error)
    {
        await ExecuteAsync(
            "UPDATE outbox SET attempts = attempts + 1, due_at = clock_timestamp() + $2, last_error = $3 WHERE order_id = $1",
            [message.OrderId, delay, error]);
        await transaction.CommitAsync();
    }

    // Rolls back what was not committed.
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private Task UpdateOrderAsync(StepOutcome outcome) => ExecuteAsync(
        """
        UPDATE orders SET
            status = coalesce($2, status),
            charge_id = coalesce($3, charge_id),
            shipment_id = coalesce($4, shipment_id),
            carrier = coalesce($5, carrier),
            reason = coalesce($6, reason),
            updated_at = clock_timestamp()
        WHERE id = $1
        """,
        [message.OrderId, Text(outcome.Status), outcome.ChargeId, outcome.ShipmentId, outcome.Carrier, outcome.Reason]);

    private async Task ExecuteAsync(string sql, object?[] parameters)
    {
        await using NpgsqlCommand command = new(sql, connection);
        foreach (object? parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter ?? DBNull.Value);
        }

        await command.ExecuteNonQueryAsync();
    }

    private static string? Text(Enum? value) => value?.ToString().ToLowerInvariant();
}
