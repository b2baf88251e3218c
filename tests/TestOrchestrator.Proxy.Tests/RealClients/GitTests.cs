using System.Text;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.RealClients;

[TestClass]
public sealed class GitTests
{
    private const string Commit = "1234567890123456789012345678901234567890";

    [TestMethod]
    public async Task git_lists_what_a_mock_tells_it()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        string refs = Line("# service=git-upload-pack\n") + "0000" + Line($"{Commit} HEAD\0symref=HEAD:refs/heads/main agent=mock\n") + Line($"{Commit} refs/heads/main\n") + "0000";
        proxy.Root.When(r => r.Get("https://git.example.com/repo.git/info/refs").Query("service", "git-upload-pack"))
            .Respond(j => j.Bytes(Encoding.ASCII.GetBytes(refs), "application/x-git-upload-pack-advertisement"));

        string output = await RealProgram.RunAsync(proxy, "git", "ls-remote", "https://git.example.com/repo.git");

        Assert.AreEqual($"{Commit}\tHEAD\n{Commit}\trefs/heads/main\n", output);
        Assert.HasCount(1, proxy.Root.Exchanges);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    // pkt-line: the length, with itself, in four hexadecimal digits (gitprotocol-common).
    private static string Line(string text) => $"{text.Length + 4:x4}{text}";
}
