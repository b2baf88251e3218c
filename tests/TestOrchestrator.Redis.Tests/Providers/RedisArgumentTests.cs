using System.Runtime.Versioning;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Redis.Tests.Clients;
using TestOrchestrator.Redis.Tests.Kit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Redis.Tests.Providers;

/// <summary>What a server makes of the arguments that it would get in a container.</summary>
[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class RedisArgumentTests : IAsyncDisposable
{
    private readonly TemporaryRun _run = TemporaryRun.Start(Lane.Fast);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [TestMethod]
    public async Task Options_win_over_defaults_and_the_others_stay()
    {
        RunningApplication app = await _run.StartAsync(b =>
            b.AddRedis("cache", arguments: ["--save", "60", "1", "--save", "900", "10", "--maxmemory", "64mb", "--dbfilename", "other name.rdb"]));
        using RedisClient redis = await RedisClient.EnterAsync(app, "cache");

        Assert.AreEqual("60 1 900 10", await redis.ConfigAsync("save"));
        Assert.AreEqual($"{64 * 1024 * 1024}", await redis.ConfigAsync("maxmemory"));
        Assert.AreEqual("other name.rdb", await redis.ConfigAsync("dbfilename"));
        Assert.AreEqual("no", await redis.ConfigAsync("appendonly"));
        Assert.AreEqual(Path.Combine(app.StateDirectory, "cache"), await redis.ConfigAsync("dir"));
    }

    [TestMethod]
    [DataRow("plain")]
    [DataRow("spaces and \"quotes\"")]
    public async Task Snapshots_can_be_turned_off_and_values_can_be_any_text(string text)
    {
        RunningApplication app = await _run.StartAsync(b =>
            b.AddRedis("cache", arguments: ["--save", "--proc-title-template", $"{{title}} {text}"]));
        using RedisClient redis = await RedisClient.EnterAsync(app, "cache");

        Assert.AreEqual("", await redis.ConfigAsync("save"));
        Assert.AreEqual($"{{title}} {text}", await redis.ConfigAsync("proc-title-template"));
    }

    [TestMethod]
    public async Task Without_a_password_nothing_is_asked_for()
    {
        RunningApplication app = await _run.StartAsync(b => b.AddOpenRedis("cache"));
        using RedisClient redis = await RedisClient.ConnectAsync(app.GetEndpoint("cache").Address);

        Assert.AreEqual("PONG", await redis.CallAsync("PING"));
        Assert.AreEqual("", await redis.ConfigAsync("requirepass"));
    }

    [TestMethod]
    public async Task What_is_ignored_is_noted_once()
    {
        RunningApplication app = await _run.StartAsync(b => b.AddOpenRedis("cache", arguments: ["--port", "6380"]));
        await app.RestartUnitAsync("cache");

        const string Note = "'cache' has the option --port 6380, which is ignored: where a server listens, keeps its data and writes its log is decided here.";
        Assert.AreEqual(Note, string.Join('\n', Notes()));
        StringAssert.Contains(await File.ReadAllTextAsync(app.LogFileOf("cache")), $"[testorchestrator] {Note}");
        Assert.AreEqual(6379, app.GetEndpoint("cache").Address.Port);
    }

    [TestMethod]
    public async Task What_only_a_container_can_follow_is_why_it_does_not_start()
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => _run.StartAsync(b =>
            b.AddRedis("cache", arguments: ["--tls-port", "6380"])));

        StringAssert.StartsWith(e.Message.Split('\n')[1], "'cache' is FailedToStart: TO1613: 'cache' has the argument '--tls-port', ");
    }

    [TestMethod]
    public async Task An_option_that_the_server_does_not_know_is_refused_in_its_words()
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => _run.StartAsync(b =>
            b.AddRedis("cache", arguments: ["--nonsense", "yes"])));

        StringAssert.Contains(e.Message, "nonsense \"yes\"");
    }

    [TestMethod]
    [DataRow("--save 60 1")]
    [DataRow("--appendonly yes")]
    [DataRow("--appendonly yes --save")]
    [DataRow("--appendonly yes --appendfilename log --appenddirname logs")]
    [DataRow("--dbfilename other.rdb")]
    public async Task What_was_kept_is_there_again(string options)
    {
        void Describe(TestGroup group) => group.AddRedis("cache", arguments: [.. options.Split(' ')]);
        RunningApplication app = await _run.StartAsync(Describe);
        using (RedisClient redis = await RedisClient.EnterAsync(app, "cache"))
        {
            await redis.CallAsync("SET", "key", "kept");
        }

        KeptApplication kept = await app.KeepAsync([]);
        await app.DisposeAsync();
        RunningApplication again = await _run.Run.StartApplicationAsync(TestGroup.Of(Describe), new() { Name = "again", Kept = kept });

        using RedisClient later = await RedisClient.EnterAsync(again, "cache");
        Assert.AreEqual("kept", await later.CallAsync("GET", "key"));
        Assert.IsEmpty(Directory.GetFiles(kept.Directory, "redis.conf", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Another_version_is_noted()
    {
        RunningApplication app = await _run.StartAsync(b =>
        {
            b.AddOpenRedis("cache").With(u => u with { Provider = new RedisProvider { RequestedVersion = "99.1" } });
            b.AddOpenRedis("other").With(u => u with { Provider = new RedisProvider { RequestedVersion = "99-alpine", Kind = "valkey" } });
            b.AddOpenRedis("latest").With(u => u with { Provider = new RedisProvider { RequestedVersion = "latest", StrictVersion = true } });
        });

        string[] notes = [.. Notes().Where(n => n.Contains("asked for", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        StringAssert.Matches(notes[0], new("^'cache' asked for Redis 99\\.1, runs [0-9]+\\.[0-9.]+\\.$"));
        StringAssert.Matches(notes[1], new("^'other' asked for Valkey 99-alpine, runs Redis [0-9]+\\.[0-9.]+\\.$"));
        Assert.HasCount(2, notes);
        Assert.AreEqual(UnitState.Ready, app.Units["latest"].State);
    }

    [TestMethod]
    public async Task The_same_major_version_is_not_worth_a_note()
    {
        string version = await VersionAsync();

        await _run.StartAsync(b => b.AddOpenRedis("cache").With(u =>
            u with { Provider = new RedisProvider { RequestedVersion = $"{version.Split('.')[0]}.99", StrictVersion = true } }));

        Assert.IsEmpty(Notes());
    }

    [TestMethod]
    public async Task Another_version_is_refused_if_the_version_is_strict()
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => _run.StartAsync(b =>
            b.AddOpenRedis("cache").With(u => u with { Provider = new RedisProvider { RequestedVersion = "99.1", StrictVersion = true } })));

        StringAssert.Matches(
            e.Message.Split('\n')[1],
            new("^'cache' is FailedToStart: TO1610: 'cache' insists on Redis 99\\.1, but '/[^']+' has Redis [0-9.]+\\. Install Redis 99, and set TESTORCHESTRATOR_REDIS to the directory of its programs\\."));
    }

    private async Task<string> VersionAsync()
    {
        RunningApplication app = await _run.StartAsync(b => b.AddOpenRedis("cache"));
        using RedisClient redis = await RedisClient.ConnectAsync(app.GetEndpoint("cache").Address);
        string info = (await redis.CallAsync("INFO", "server"))!;
        return info.Split("redis_version:")[1].Split('\r')[0];
    }

    private IEnumerable<string> Notes() => _run.Events("note").Select(e => e.GetProperty("text").GetString()!);
}
