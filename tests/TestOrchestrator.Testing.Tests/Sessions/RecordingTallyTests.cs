using System.Net;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.TestKit;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Tests.Sessions;

[TestClass]
public sealed class RecordingTallyTests : IDisposable
{
    private const string Har = """
        {"log":{"version":"1.2","entries":[{"startedDateTime":"2030-01-01T00:00:00.000Z",
        "request":{"method":"GET","url":"http://outside.example.com/a"},"response":{"status":204}}]}}
        """;

    private readonly TemporaryDirectory _directory = new();

    private string Recorded => Path.Combine(_directory.Path, "Test.har");

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void Without_recordings_there_is_nothing_to_tell()
    {
        RecordingTally tally = new();

        tally.Add("Test", [], []);

        Assert.IsTrue(tally.IsEmpty);
        Assert.IsFalse(tally.HasMisses);
    }

    [TestMethod]
    public async Task The_rate_is_rounded_down_and_what_was_missed_again_and_again_is_told_once()
    {
        RecordingTally tally = new();
        await File.WriteAllTextAsync(Recorded, Har);

        await ReplayAsync(tally, "First", "/a", "/a");
        await ReplayAsync(tally, "Second", "/a", "/a", "/b", "/b");

        Assert.AreEqual("recordings: 4 of 6 requests replayed (66.6 %) in 2 tests, 2 misses", tally.Summary);
        Assert.IsTrue(tally.HasMisses);
        Assert.AreEqual(
            $"""
            recordings: 4 of 6 requests replayed (66.6 %) in 2 tests, 2 misses
              Second (2 times)
                TO2350: GET http://outside.example.com/b is not in the recording '{Recorded}'. The only entry:
                  entry 1: GET http://outside.example.com/a -> 204 (replayed already)
                    path: expected '/a', seen '/b'
                To add it, use RecordingMode.Update or Record once; to let what differs not count, use IgnoredParameters or IgnoredJsonPaths; to answer it otherwise, add a mock.
            """,
            tally.Render());
        Assert.AreEqual($"    2 of 2     First{Environment.NewLine}    2 of 4     Second", tally.RenderTests());
    }

    [TestMethod]
    public async Task A_test_that_asked_for_nothing_does_not_count()
    {
        RecordingTally tally = new();

        await ReplayAsync(tally, "First");

        Assert.IsTrue(tally.IsEmpty);
    }

    [TestMethod]
    public async Task Files_that_were_written_are_counted()
    {
        RecordingTally tally = new();

        await ReplayAsync(tally, "First", RecordingMode.Record, []);

        Assert.AreEqual("recordings: 1 file written", tally.Summary);
        Assert.IsFalse(tally.IsEmpty);
    }

    private Task ReplayAsync(RecordingTally tally, string test, params string[] paths) => ReplayAsync(tally, test, RecordingMode.Replay, paths);

    private async Task ReplayAsync(RecordingTally tally, string test, RecordingMode mode, string[] paths)
    {
        await using ProxyServer server = await ProxyServer.StartAsync(new() { CertificateAuthority = CertificateAuthority.LoadOrCreate(Path.Combine(_directory.Path, "ca")) });
        await using ProxySession session = await server.OpenSessionAsync(new() { Name = "session" });
        await using Recording recording = await session.Root.UseRecordingAsync(new() { File = Recorded, Mode = mode });
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new WebProxy(session.Address) });
        foreach (string path in paths)
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://outside.example.com{path}")).Soon();
        }

        tally.Add(test, [recording], mode == RecordingMode.Record ? [recording] : []);
    }
}
