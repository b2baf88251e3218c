namespace TestOrchestrator.AppModel.Tests.Building;

[TestClass]
public sealed class ContainerTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    [DataRow("nginx", "nginx", "latest")]
    [DataRow("nginx:1.27", "nginx", "1.27")]
    [DataRow("docker.io/library/nginx:1.27", "docker.io/library/nginx", "1.27")]
    [DataRow("registry:5000/nginx", "registry:5000/nginx", "latest")]
    [DataRow("registry:5000/nginx:1.27", "registry:5000/nginx", "1.27")]
    public void An_image_may_carry_a_tag(string text, string image, string tag)
    {
        ContainerResource container = _app.Builder.AddContainer("web", text).Resource;

        Assert.AreEqual((image, tag), (container.Image, container.Tag));
    }

    [TestMethod]
    public void A_tag_can_be_stated()
    {
        ContainerResource container = _app.Builder.AddContainer("web", "registry:5000/nginx", "1.27").Resource;

        Assert.AreEqual(("registry:5000/nginx", "1.27"), (container.Image, container.Tag));
    }

    [TestMethod]
    public void The_last_lifetime_counts()
    {
        IResource container = _app.Builder.AddContainer("web", "nginx").WithLifetime(ContainerLifetime.Persistent).WithLifetime(ContainerLifetime.Session).Resource;

        Assert.AreEqual(new ContainerLifetimeAnnotation { Lifetime = ContainerLifetime.Session }, container.Annotations.OfType<ContainerLifetimeAnnotation>().Single());
    }
}
