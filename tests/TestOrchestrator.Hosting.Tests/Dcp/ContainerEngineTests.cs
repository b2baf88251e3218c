using TestOrchestrator.Hosting.Dcp;

namespace TestOrchestrator.Hosting.Tests.Dcp;

[TestClass]
public sealed class ContainerEngineTests
{
    [TestMethod]
    [DataRow("not installed", "not installed", "Install one, such as with 'sudo apt-get install docker.io'")]
    [DataRow("not installed", "cannot re-exec process", "Look what 'podman info' says")]
    [DataRow("permission denied", "not installed", "Let your user in with 'sudo usermod -aG docker $USER', and log in again")]
    [DataRow("Cannot connect to the Docker daemon.", "not installed", "Start it with 'sudo systemctl start docker'")]
    public void What_helps_depends_on_what_the_engines_answer(string docker, string podman, string remedy) =>
        Assert.AreEqual(remedy, ContainerEngine.RemedyFor(docker, podman));
}
