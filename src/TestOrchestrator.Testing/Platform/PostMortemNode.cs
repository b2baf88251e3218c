using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.TestHost;

namespace TestOrchestrator.Testing.Platform;

/// <summary>Makes a failed test of what no test saw: it is shown everywhere, and fails the run.</summary>
internal static class PostMortemNode
{
    public static TestNodeUpdateMessage Make(SessionUid session, string className, Exception failure)
    {
        int dot = className.LastIndexOf('.');
        string name = className[(dot + 1)..];
        return new(session, new()
        {
            Uid = $"TestOrchestrator:{className}:post-mortem",
            DisplayName = $"{name} (its application, after the last test)",
            Properties = new(
                new FailedTestNodeStateProperty(failure),
                new TestMethodIdentifierProperty("", dot < 0 ? "" : className[..dot], name, "Application", 0, [], "System.Void")),
        });
    }
}
