using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Containers.Tests.Api;

[TestClass]
public sealed class EngineSocketTests
{
    [TestMethod]
    public void The_usual_places_are_Docker_s_and_then_Podman_s()
    {
        using TemporaryDirectory home = new();

        string sockets = Candidates(home, new() { ["XDG_RUNTIME_DIR"] = "/run/user/7" });

        Assert.AreEqual("/var/run/docker.sock /run/user/7/podman/podman.sock /run/podman/podman.sock", sockets);
    }

    [TestMethod]
    [DataRow("unix:///tmp/engine.sock", "/tmp/engine.sock")]
    [DataRow("tcp://192.0.2.1:2375", "")]
    public void What_DOCKER_HOST_says_is_the_only_one_and_must_be_a_socket_of_this_machine(string host, string expected)
    {
        using TemporaryDirectory home = new();

        string sockets = Candidates(home, new() { ["DOCKER_HOST"] = host });

        Assert.AreEqual(expected, sockets);
    }

    [TestMethod]
    public void The_current_context_of_Docker_says_where_its_engine_is()
    {
        using TemporaryDirectory home = new();
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("mine")));
        string meta = Path.Combine(home.Path, ".docker/contexts/meta", id);
        Directory.CreateDirectory(meta);
        File.WriteAllText(Path.Combine(home.Path, ".docker/config.json"), """{ "currentContext": "mine" }""");
        File.WriteAllText(Path.Combine(meta, "meta.json"), """{ "Name": "mine", "Endpoints": { "docker": { "Host": "unix:///home/me/docker.sock" } } }""");

        string sockets = Candidates(home, []);

        Assert.AreEqual("/home/me/docker.sock", sockets);
    }

    [TestMethod]
    public async Task A_socket_that_is_not_there_is_no_engine()
    {
        using TemporaryDirectory directory = new();

        ContainerEngineApi? found = await ContainerEngineApi.FindAsync([Path.Combine(directory.Path, "no.sock")]);

        Assert.IsNull(found);
    }

    private static string Candidates(TemporaryDirectory home, Dictionary<string, string> variables) =>
        string.Join(' ', new EngineSocket(variables.GetValueOrDefault, home.Path).Candidates());
}
