using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Recordings;

/// <summary>When a file is written, what of it stays, and what of it cannot be read.</summary>
[TestClass]
public sealed class RecordingFileTests : RecordingTest
{
    // Longer than what stays inside of the file.
    private static readonly string s_long = new('x', 70_000);

    [TestMethod]
    public async Task An_update_adds_lines_and_changes_none()
    {
        ManualTimeProvider clock = new();
        await using TestOrigin origin = await TestOrigin.StartAsync(AnswerAsync);
        await WriteAsync(RecordingMode.Record, "/b", "/d?token=s3cret-token", "/long", "/login", "/b");
        string[] before = await File.ReadAllLinesAsync(Recorded);
        string[] bodies = Directory.GetFiles(Path.Combine(Root, "Class", "Test.bodies"));

        clock.Advance(TimeSpan.FromDays(3));
        await WriteAsync(RecordingMode.Update, "/c", "/long", "/b");

        string[] after = await File.ReadAllLinesAsync(Recorded);
        string[] added = LinesBeside(before, after);
        Assert.HasCount(before.Length + added.Length, after);
        StringAssert.Contains(added.First(line => line.Contains("\"url\"", StringComparison.Ordinal)), "/c\"");
        Assert.ContainsSingle(added.Where(line => line.Contains("\"url\"", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(bodies, Directory.GetFiles(Path.Combine(Root, "Class", "Test.bodies")));

        async Task WriteAsync(RecordingMode mode, params string[] paths)
        {
            await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
            await using Recording recording = await proxy.Root.UseRecordingAsync(Options(mode));
            foreach (string path in paths)
            {
                await proxy.Client().GetStringAsync(new Uri(origin.Address, path)).Soon();
            }

            Assert.IsTrue(await recording.CommitAsync());
        }
    }

    [TestMethod]
    public async Task An_update_in_which_nothing_is_new_does_not_touch_the_file()
    {
        Uri address = await RecordAsync(AnswerAsync, (client, origin) => client.GetStringAsync(new Uri(origin, "/a")));
        File.SetLastWriteTimeUtc(Recorded, DateTime.UnixEpoch);
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Update));

        await proxy.Client().GetStringAsync(new Uri(address, "/a")).Soon();

        Assert.IsFalse(await recording.CommitAsync());
        Assert.AreEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Recorded));
    }

    [TestMethod]
    public async Task A_body_that_has_gone_is_an_error_that_names_it()
    {
        await RecordAsync(AnswerAsync, (client, origin) => client.GetStringAsync(new Uri(origin, "/long")));
        string body = Directory.GetFiles(Path.Combine(Root, "Class", "Test.bodies")).Single();
        File.Delete(body);
        await using TestProxy proxy = await TestProxy.StartAsync();

        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay)));

        Assert.AreEqual(
            $"TO2643: The recording '{Recorded}' keeps a body in 'Test.bodies/{Path.GetFileName(body)}', which cannot be read: Could not find file '{body}'. Restore it, or record anew.",
            refused.Message);
        Assert.IsNull(proxy.Root.Recording);
    }

    [TestMethod]
    [DataRow("../Secret.txt")]
    [DataRow("/etc/passwd")]
    [DataRow("Test.bodies/../../Secret.txt")]
    public async Task A_body_that_is_elsewhere_is_not_read(string elsewhere)
    {
        await RecordAsync(AnswerAsync, (client, origin) => client.GetStringAsync(new Uri(origin, "/long")));
        await File.WriteAllTextAsync(Path.Combine(Root, "Secret.txt"), "secret");
        string name = $"Test.bodies/{Path.GetFileName(Directory.GetFiles(Path.Combine(Root, "Class", "Test.bodies")).Single())}";
        await File.WriteAllTextAsync(Recorded, (await File.ReadAllTextAsync(Recorded)).Replace(name, elsewhere, StringComparison.Ordinal));
        await using TestProxy proxy = await TestProxy.StartAsync();

        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay)));

        Assert.AreEqual($"TO2643: The recording '{Recorded}' keeps a body in '{elsewhere}', which cannot be read: it is not beside the recording. Restore it, or record anew.", refused.Message);
    }

    [TestMethod]
    public async Task A_body_that_was_not_kept_whole_leaves_the_file_as_it_was()
    {
        Uri address = await RecordAsync(AnswerAsync, (client, origin) => client.GetStringAsync(new Uri(origin, "/a")));
        byte[] before = await File.ReadAllBytesAsync(Recorded);
        await using TestOrigin origin = await TestOrigin.StartAsync(AnswerAsync);
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Limits = new ProxySessionLimits { MaxBodyBytes = 1000 } });
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Record));
        await proxy.Client().GetStringAsync(new Uri(origin.Address, "/long")).Soon();
        await proxy.Client().GetStringAsync(new Uri(origin.Address, "/short")).Soon();

        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => recording.CommitAsync());

        Assert.AreEqual(
            $"TO2645: The recording '{Recorded}' was not written, because not all of a body or message was kept of: GET {origin.Address}long. Raise MaxBodyBytes, or MaxSessionBodyBytes, of the session's limits.",
            refused.Message);
        CollectionAssert.AreEqual(before, await File.ReadAllBytesAsync(Recorded));
    }

    private static Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/long" => context.Response.WriteAsync(s_long),
        "/login" => context.Response.WriteAsJsonAsync(new { access_token = "s3cret-token" }),
        _ => context.Response.WriteAsync($"answer to {context.Request.Path}"),
    };

    // The lines that were put between those that were there.
    private static string[] LinesBeside(string[] before, string[] after)
    {
        List<string> added = [];
        int at = 0;
        foreach (string line in after)
        {
            if (at < before.Length && before[at] == line)
            {
                at++;
            }
            else
            {
                added.Add(line);
            }
        }

        Assert.AreEqual(before.Length, at, $"This line is no longer there: {(at < before.Length ? before[at] : "")}");
        return [.. added];
    }
}
