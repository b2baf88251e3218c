using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.Building;

[TestClass]
public sealed class BuiltModelTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public void A_model_has_the_resources_in_order_and_finds_them_in_any_case()
    {
        IResource api = _app.AddProgram("api").Resource;
        IResource web = _app.AddProgram("Web").Resource;

        ApplicationModel model = _app.Build();

        Assert.AreEqual(_app.Directory, model.AppHostDirectory);
        CollectionAssert.AreEqual(new[] { api, web }, model.Resources);
        Assert.AreSame(web, model.Get("wEB"));
        Assert.IsTrue(model.TryGet("API", out IResource? found));
        Assert.AreSame(api, found);
        Assert.IsFalse(model.TryGet("app", out _));
        Assert.AreEqual("ExecutableResource 'Web'", web.ToString());
    }

    [TestMethod]
    public void Nothing_can_be_stated_of_a_resource_any_more()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        _app.Build();

        Refuses(() => api.WithEnvironment("A", "1"));
        Refuses(() => api.WithExternalHttpEndpoints());
        Refuses(() => api.WithLane("real"));
        Refuses(() => api.Resource.Annotations.RemoveAll(_ => true));
    }

    [TestMethod]
    public void No_resource_can_be_added_or_removed_any_more()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "ann");
        _app.Build();

        Refuses(() => _app.AddProgram("late"));
        Refuses(() => _app.Builder.Resources.Remove(user.Resource));
        Refuses(() => _app.Builder.ReplaceResource("user", (b, name) => b.AddParameter(name, "bob")));
        CollectionAssert.AreEqual(new[] { user.Resource }, _app.Builder.Resources.ToArray());
    }

    [TestMethod]
    public void A_model_with_mistakes_can_be_mended()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user");
        IResourceBuilder<ExecutableResource> missing = _app.Builder.AddExecutable("tool", "tool", "missing");
        Assert.ThrowsExactly<AppModelException>(_app.Build);

        user.WithValue("ann");
        _app.Builder.Resources.Remove(missing.Resource);
        _app.AddProgram("tool");

        Assert.AreEqual("", _app.Problems());
    }

    [TestMethod]
    public void A_model_can_be_built_again()
    {
        IResource api = _app.AddProgram("api").Resource;
        _app.Build();

        CollectionAssert.AreEqual(new[] { api }, _app.Build().Resources);
    }

    private static void Refuses(Action action) => Assert.AreEqual(
        "The application model is already built; add what is wanted before Build().",
        Assert.ThrowsExactly<InvalidOperationException>(action).Message);
}
