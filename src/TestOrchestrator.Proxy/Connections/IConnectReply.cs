using System.IO.Pipelines;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>How a client hears what came of its wish to be connected: each protocol has words of its own. Thread-safe.</summary>
internal interface IConnectReply
{
    /// <summary>The connection stands; what follows is the origin's.</summary>
    Task EstablishedAsync(PipeWriter output);

    /// <summary>The session does not let it through.</summary>
    Task ForbiddenAsync(PipeWriter output, Explanation explanation);

    /// <summary>The session blocks it.</summary>
    Task BlockedAsync(PipeWriter output, Explanation explanation);

    /// <summary>The origin could not be reached.</summary>
    Task UnreachableAsync(PipeWriter output, Explanation explanation, UpstreamException cause);
}
