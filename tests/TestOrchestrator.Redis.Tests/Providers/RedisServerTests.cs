using System.Runtime.Versioning;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Redis.Tests.Kit;
using TestOrchestrator.Redis.Tests.Clients;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Redis.Tests.Providers;

[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class RedisServerTests : IAsyncDisposable
{
    private readonly TemporaryRun _run = TemporaryRun.Start(Lane.Fast);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [TestMethod]
    public async Task Nobody_gets_in_without_the_password()
    {
        RunningApplication app = await _run.StartAsync(b => b.AddRedis("cache"));
        using RedisClient redis = await RedisClient.ConnectAsync(app.GetEndpoint("cache").Address);

        Assert.AreEqual("-NOAUTH Authentication required.", await redis.CallAsync("GET", "key"));
        Assert.AreEqual("-WRONGPASS invalid username-password pair or user is disabled.", await redis.CallAsync("AUTH", "wrong"));
        Assert.AreEqual("-NOAUTH Authentication required.", await redis.CallAsync("CONFIG", "GET", "requirepass"));
    }

    [TestMethod]
    [DataRow("it's \"quoted\"")]
    [DataRow("back\\slash \\n \\x41 \\\"")]
    [DataRow(" spaces  inside and around ")]
    [DataRow("# no comment")]
    [DataRow("tab\tand\r\nlines\n\u0001")]
    [DataRow("größer als \U0001F600")]
    [DataRow("'")]
    [DataRow("\"")]
    [DataRow("\\")]
    public async Task A_password_of_any_characters_works(string password)
    {
        RunningApplication app = await _run.StartAsync(b => b.AddRedis("cache", password: password));

        using RedisClient redis = await RedisClient.EnterAsync(app, "cache");

        Assert.AreEqual("PONG", await redis.CallAsync("PING"));
    }

    [TestMethod]
    public async Task The_password_is_in_no_argument_no_variable_no_log_and_no_event_and_its_file_is_the_owners()
    {
        const string Password = "find-me-if-you-can";
        RunningApplication app = await _run.StartAsync(b => b.AddRedis("cache", password: Password));
        int pid = app.Units["cache"].Process!.Value.Pid;

        string[] found = [.. Directory.EnumerateFiles(_run.Run.Directory, "*", SearchOption.AllDirectories)
            .Concat([$"/proc/{pid}/cmdline", $"/proc/{pid}/environ"])
            .Where(f => File.ReadAllText(f).Contains(Password, StringComparison.Ordinal))];

        Assert.IsEmpty(found, string.Join('\n', found));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(app.StateDirectory, "cache", "redis.conf")));
    }

    [TestMethod]
    public async Task It_has_the_well_known_port_or_the_one_that_was_wished_for()
    {
        RunningApplication app = await _run.StartAsync(b =>
        {
            b.AddRedis("cache");
            b.AddRedis("other", port: 6390);
        });

        Assert.AreEqual(($"{app.Address}:6379", $"{app.Address}:6390"), (app.GetEndpoint("cache").Address.ToString(), app.GetEndpoint("other").Address.ToString()));
    }

    [TestMethod]
    public async Task Servers_of_an_application_are_apart()
    {
        RunningApplication app = await _run.StartAsync(b =>
        {
            b.AddRedis("left");
            b.AddRedis("right");
        });
        using RedisClient left = await RedisClient.EnterAsync(app, "left");
        using RedisClient right = await RedisClient.EnterAsync(app, "right");

        await left.CallAsync("SET", "key", "left");

        Assert.IsNull(await right.CallAsync("GET", "key"));
    }

    [TestMethod]
    public async Task Data_outlive_every_restart()
    {
        RunningApplication app = await _run.StartAsync(b => b.AddRedis("cache"));
        for (int round = 1; round <= 3; round++)
        {
            using (RedisClient redis = await RedisClient.EnterAsync(app, "cache"))
            {
                Assert.AreEqual($"{round}", await redis.CallAsync("INCR", "rounds"));
            }

            await app.RestartUnitAsync("cache");
        }
    }
}
