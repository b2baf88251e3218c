using System.Runtime.Versioning;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.References;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Redis.Resources;
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
        RunningApplication app = await _run.StartAsync(b => b.AddRedis("cache", password: b.AddParameter("password", password, secret: true)));

        using RedisClient redis = await RedisClient.EnterAsync(app, "cache");

        Assert.AreEqual("PONG", await redis.CallAsync("PING"));
    }

    [TestMethod]
    public async Task The_password_is_in_no_argument_no_variable_no_log_and_no_event_and_its_file_is_the_owners()
    {
        const string Password = "find-me-if-you-can";
        RunningApplication app = await _run.StartAsync(b => b.AddRedis("cache", password: b.AddParameter("password", Password, secret: true)));
        int pid = app.Resources["cache"].Process!.Value.Pid;

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
    public async Task What_refers_to_it_gets_Aspires_variables()
    {
        RunningApplication app = await _run.StartAsync(b =>
        {
            IResourceBuilder<RedisResource> redis = b.AddRedis("my-cache", password: b.AddParameter("password", "p!ss w/rd", secret: true));
            b.AddExecutable("printenv", "env", "/").WithReference(redis);
        });
        await app.WaitForResourceAsync("printenv", ResourceState.Completed);

        IEnumerable<string> variables = (await File.ReadAllLinesAsync(app.LogFileOf("printenv")))
            .Where(v => v.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || v.StartsWith("MY_CACHE_", StringComparison.Ordinal));
        Assert.AreEqual(
            $"""
            ConnectionStrings__my-cache={app.Address}:6379,password=p!ss w/rd
            MY_CACHE_HOST={app.Address}
            MY_CACHE_PASSWORD=p!ss w/rd
            MY_CACHE_PORT=6379
            MY_CACHE_URI=redis://:p%21ss%20w%2Frd@{app.Address}:6379
            """,
            string.Join('\n', variables.Order(StringComparer.Ordinal)));
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

            await app.RestartResourceAsync("cache");
        }
    }

    [TestMethod]
    public async Task Containers_are_not_there_yet()
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => _run.StartAsync(b => b.AddRedis("cache"), Lane.Containers));

        Assert.AreEqual(
            """
            TO1403: The lane 'containers' cannot run this application:
              'cache' would be a container, and this version has no container engine yet. The lanes 'fast' and 'real' can run it.
            """,
            e.Message);
    }
}
