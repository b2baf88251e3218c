using System.Net;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>Why a session or scope cannot be what it is asked to be.</summary>
internal static class SessionErrors
{
    public static ProxyException Options(string name, IReadOnlyList<string> problems) => new(
        "TO2001", $"Session '{name}' cannot be opened: {string.Join(" ", problems)}");

    public static ProxyException CannotListen(string name, IPEndPoint endpoint, Exception cause) => new(
        "TO2002", $"Session '{name}' cannot listen on {endpoint}: {cause.Message}. Give another endpoint, or port 0 for a free port.", cause);

    public static ProxyException ServerEnded(string name) => new(
        "TO2003", $"Session '{name}' cannot be opened: the proxy server has been disposed.");

    public static ProxyException PortShared(string name, string with) => new(
        "TO2005", $"Session '{name}' shares the port of session '{with}', and cannot be suspended or resumed alone.");

    public static ProxyException NameTaken(string name, string with) => new(
        "TO2006", $"Session '{name}' cannot share the port of session '{with}': another session of that port has the same name. Give it a name of its own.");

    public static ProxyException UserTaken(string name, string user, string with) => new(
        "TO2006", $"Session '{name}' cannot share the port of session '{with}': another session of that port has the user '{user}'. Give it a user of its own.");

    public static ProxyException ProblemCode(string seen) => new(
        "TO2214", $"Problems are to be ignored whose code is {seen}; write codes such as 'TO2301'.");

    public static ProxyException ScopeEnded(string name, string wish) => new(
        "TO2004", $"Scope '{name}' has ended; {wish} needs an open scope.");
}
