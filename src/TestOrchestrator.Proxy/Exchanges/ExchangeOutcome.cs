namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>How an exchange was answered.</summary>
public enum ExchangeOutcome
{
    /// <summary>Not yet.</summary>
    Pending,

    /// <summary>By a mock, see <see cref="RecordedExchange.Mock"/>.</summary>
    Mocked,

    /// <summary>By the origin.</summary>
    Forwarded,

    /// <summary>By the proxy, because no mock fits and the session does not let the request through.</summary>
    Unmatched,

    /// <summary>Not, or not completely: the origin could not be reached or broke off; see <see cref="RecordedExchange.Error"/>.</summary>
    Failed,

    /// <summary>Not, or not completely: the client went away or the session ended.</summary>
    Aborted,

    /// <summary>Bytes were relayed unread, see <see cref="RecordedExchange.Tunnel"/>.</summary>
    Tunneled,

    /// <summary>By the proxy, or not at all, because the session blocks the host.</summary>
    Blocked,

    /// <summary>Not, or not completely: a fault broke it, see <see cref="RecordedExchange.Faults"/>.</summary>
    Faulted,

    /// <summary>From a recording, see <see cref="Sessions.ProxyScope.UseRecordingAsync"/>.</summary>
    Replayed,
}
