using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Finds the mock for a request; the body is waited for only if the choice depends on it.</summary>
internal static class MockSearch
{
    /// <summary>How long a body may be, in bytes, to be looked into.</summary>
    public const int Limit = 10 * 1024 * 1024;

    public static ValueTask<Mock?> FindAsync(ProxySession session, ClientCall call, LiveExchange exchange, RequestBody? body) =>
        exchange.Scope.HasMocksInEffect() ? ChooseAsync(session, call, exchange, body) : default;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Mock?> ChooseAsync(ProxySession session, ClientCall call, LiveExchange exchange, RequestBody? body)
    {
        RequestSubject request = new(exchange.Head, body is null ? () => Whole(exchange, default) : null);
        if (MockChoice.Among(exchange.Scope, request) is not { } choice)
        {
            return null;
        }

        if (choice.NeedsBody && body is not null)
        {
            bool isWhole = await body.LookAsync(Limit, call.Aborted).ConfigureAwait(false);
            request = new(exchange.Head, isWhole ? () => Whole(exchange, body.Seen) : null);
            if (!isWhole)
            {
                session.Problems.Add(exchange.Scope, RequestExplanations.BodyTooLong(exchange.Head, Limit), exchange.Number);
            }
        }

        return choice.Choose(request);
    }

    // The log may keep less of it.
    private static RecordedRequest Whole(LiveExchange exchange, ReadOnlyMemory<byte> body) => new(exchange.Head, new RecordedBody(body, body.Length, BodyCapture.Whole));
}
