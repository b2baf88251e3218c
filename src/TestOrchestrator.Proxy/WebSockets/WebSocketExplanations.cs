using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>What can be said about WebSockets whose messages cannot be recorded.</summary>
internal static class WebSocketExplanations
{
    public static Explanation Unreadable(RequestHead request, string sender, string problem) => new(
        "TO2320",
        $"What the {sender} sends through the WebSocket {request} cannot be read: {problem}. Its bytes pass on untouched, but from here on its messages are not recorded.");

    public static Explanation UnknownExtension(RequestHead request, string extension) => new(
        "TO2321",
        $"The WebSocket {request} uses the extension '{extension}', which cannot be read; 'permessage-deflate' can. Its bytes pass on untouched, but its messages are not recorded.");
}
