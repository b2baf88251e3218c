namespace TestOrchestrator.Proxy.Sessions;

/// <summary>What the proxy tells a client or a test about something that did not go as they may have wished. Immutable.</summary>
internal readonly record struct Explanation(string Code, string Message)
{
    public override string ToString() => $"{Code}: {Message}";
}
