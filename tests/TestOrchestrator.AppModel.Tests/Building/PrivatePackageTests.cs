namespace TestOrchestrator.AppModel.Tests.Building;

[TestClass]
public sealed class PrivatePackageTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public void Packages_that_are_named_later_are_added_to_those_before()
    {
        IResourceBuilder<ProjectResource> api = _app.Builder.AddProject("api", _app.WriteProject("api", "{}")).WithPrivatePackages("A", "B").WithPrivatePackages("C");

        Assert.AreEqual("A, B, C", string.Join(", ", api.Resource.Annotations.OfType<PrivatePackagesAnnotation>().SelectMany(a => a.Packages)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow(null)]
    public void A_package_has_a_name(string? name)
    {
        IResourceBuilder<ProjectResource> api = _app.Builder.AddProject("api", _app.WriteProject("api", "{}"));

        Assert.Throws<ArgumentException>(() => api.WithPrivatePackages("A", name!));
    }
}
