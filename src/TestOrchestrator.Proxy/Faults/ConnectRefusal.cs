using Microsoft.AspNetCore.Connections;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>
/// Refuses connections to hosts that a fault says are down: at CONNECT, which is all that names the host before it is spoken to.
/// </summary>
internal static class ConnectRefusal
{
    /// <summary>Resets the connection when a fault refuses it, and remembers otherwise that it was let through.</summary>
    public static async ValueTask<bool> RefusesAsync(ConnectionContext connection, ProxySession session, ConnectTarget target, TimeProvider clock)
    {
        ScopeNode scope = session.Scopes.Attribute([]);
        if (!scope.HasFaultsInEffect())
        {
            return false;
        }

        RequestHead head = new("CONNECT", target.Url, RecordedHeaders.Empty, "HTTP/1.1");
        RequestSubject request = new(head, whole: null);
        Fault[] refusing = [.. scope.FaultsInEffect().Where(f => f.Mock is null && f.Disturbance.IsDown && IsOfHost(f.Pattern) && f.Pattern.Fits(request) == Fit.Yes)];
        if (refusing.Select(f => f.Decide()).ToArray().OfType<FaultHit>().FirstOrDefault() is not { } hit)
        {
            connection.Features.Set(new FaultDecision.LetThrough(refusing.ToHashSet()));
            return false;
        }

        LiveExchange exchange = session.Log.Begin(scope, head);
        ExchangeFaults faults = new([hit], exchange, clock, session.Connections.Ending);
        await using (faults.ConfigureAwait(false))
        {
            await faults.RefuseAsync(hit).ConfigureAwait(false);
            await ConnectionEnd.OfAsync(faults.Broken, connection.Features, clock).ConfigureAwait(false);
        }

        return true;
    }

    // A pattern that asks for more can be decided only when there is a request.
    private static bool IsOfHost(RequestPattern pattern) => pattern.Parts.All(p => p is HostPart);
}
