using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Redis.Providers;

namespace TestOrchestrator.Redis.Tests.Providers;

/// <summary>How arguments are read: as redis-server itself reads them.</summary>
[TestClass]
public sealed class RedisOptionsTests
{
    [TestMethod]
    [DataRow("", "")]
    [DataRow("redis-server", "")]
    [DataRow("valkey-server --maxmemory 1mb", "maxmemory=1mb")]
    [DataRow("--requirepass secret --save 60 1 --appendonly yes", "requirepass=secret save=60,1 appendonly=yes")]
    [DataRow("--save 900 1 --save 60 10", "save=900,1 save=60,10")]
    [DataRow("--RequirePass Secret", "requirepass=Secret")]
    [DataRow("--requirepass --secret --appendonly no", "requirepass=--secret appendonly=no")]
    [DataRow("--save --appendonly yes", "save= appendonly=yes")]
    [DataRow("--appendonly yes --save", "appendonly=yes save=")]
    [DataRow("--client-output-buffer-limit pubsub 32mb 8mb 60", "client-output-buffer-limit=pubsub,32mb,8mb,60")]
    [DataRow("--slowlog-max-len -1", "slowlog-max-len=-1")]
    [DataRow("--maxmemory", "maxmemory=")]
    public void Names_have_their_values(string arguments, string options) =>
        Assert.AreEqual(options, string.Join(' ', Read(arguments).All.Select(o => $"{o.Name}={string.Join(',', o.Values)}")));

    [TestMethod]
    [DataRow("--requirepass secret", "secret")]
    [DataRow("--requirepass first --requirepass second", "second")]
    [DataRow("--requirepass first --appendonly no", "first")]
    [DataRow("--appendonly no", null)]
    public void The_last_password_counts(string arguments, string? password) => Assert.AreEqual(password, Read(arguments).Password);

    [TestMethod]
    public void A_password_can_be_taken_away_again() =>
        Assert.IsNull(RedisOptions.Read("cache", ["--requirepass", "secret", "--requirepass", ""]).Password);

    [TestMethod]
    [DataRow("--tls-port 6380", "--tls-port")]
    [DataRow("--appendonly no --TLS-Cert-File /tls/redis.crt", "--tls-cert-file")]
    [DataRow("--loadmodule /modules/search.so", "--loadmodule")]
    [DataRow("--include /etc/more.conf", "--include")]
    [DataRow("--aclfile /etc/users.acl", "--aclfile")]
    [DataRow("--sentinel", "--sentinel")]
    [DataRow("/usr/local/etc/redis/redis.conf --appendonly no", "/usr/local/etc/redis/redis.conf")]
    [DataRow("-", "-")]
    [DataRow("redis-server redis.conf", "redis.conf")]
    public void What_only_a_container_can_follow_is_refused_by_name(string arguments, string refused)
    {
        EngineException e = Assert.ThrowsExactly<EngineException>(() => Read(arguments));

        Assert.AreEqual($"TO1613: 'cache' has the argument '{refused}', which only a container can follow: TLS, modules, other files and other modes of a Redis server are not supported here.", e.Message);
    }

    [TestMethod]
    public void Where_it_listens_and_keeps_its_data_is_not_for_options_to_say()
    {
        RedisOptions options = Read("--bind 0.0.0.0 :: --port 6380 --dir /data --daemonize yes --appendonly no");

        Assert.AreEqual("appendonly", string.Join(' ', options.All.Select(o => o.Name)));
        Assert.AreEqual(
            string.Join('\n', new[] { "--bind 0.0.0.0 ::", "--port 6380", "--dir /data", "--daemonize yes" }
                .Select(o => $"'cache' has the option {o}, which is ignored: where a server listens, keeps its data and writes its log is decided here.")),
            string.Join('\n', options.Notes));
    }

    private static RedisOptions Read(string arguments) =>
        RedisOptions.Read("cache", [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
