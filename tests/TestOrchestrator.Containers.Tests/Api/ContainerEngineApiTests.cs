using System.Text.Json.Nodes;
using TestOrchestrator.Containers.Api;

namespace TestOrchestrator.Containers.Tests.Api;

[TestClass]
public sealed class ContainerEngineApiTests
{
    [TestMethod]
    [DataRow("""{ "Name": "here", "SecurityOptions": ["name=seccomp,profile=default"] }""", true)]
    [DataRow("""{ "Name": "here", "SecurityOptions": null }""", true)]
    [DataRow("""{ "Name": "here", "SecurityOptions": ["name=seccomp,profile=default", "name=rootless"] }""", false)]
    [DataRow("""{ "Name": "docker-desktop", "SecurityOptions": [] }""", false)]
    public void The_networks_of_an_engine_with_root_rights_that_has_the_name_of_this_machine_are_its_own(string info, bool expected)
    {
        Assert.AreEqual(expected, ContainerEngineApi.HasNetworksOf("here", JsonNode.Parse(info)));
    }
}
