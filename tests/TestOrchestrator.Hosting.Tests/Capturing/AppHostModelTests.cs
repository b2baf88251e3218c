using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.Projects;
using TestOrchestrator.AppModel.Validation;
using TestOrchestrator.AppModel.Waiting;
using TestOrchestrator.Hosting.Capturing;

namespace TestOrchestrator.Hosting.Tests.Capturing;

[TestClass]
public sealed class AppHostModelTests
{
    [TestMethod]
    public void The_model_is_what_the_app_host_describes()
    {
        ApplicationModel model = AppHostModel.Create(new() { AppHost = typeof(Projects.AppHost) });

        Assert.AreEqual("postgres orders shipments cache proxy fulfilment api", string.Join(' ', model.Resources.Select(r => r.Name)));
        Assert.AreEqual("AppHost", Path.GetFileName(model.AppHostDirectory));
    }

    [TestMethod]
    public void Each_call_makes_a_model_of_its_own()
    {
        AppHostRequest request = new() { AppHost = typeof(Projects.AppHost) };

        ApplicationModel[] models = [.. ParallelEnumerable.Range(0, 8).Select(_ => AppHostModel.Create(request))];

        Assert.HasCount(8, models.Select(m => m.Get("api")).Distinct());
    }

    [TestMethod]
    public void What_shapes_the_application_sees_what_the_app_host_has_described_and_its_arguments()
    {
        string? lane = null;
        AppHostRequest request = new()
        {
            AppHost = typeof(Projects.AppHost),
            Args = ["--lane=real"],
            Configure = builder =>
            {
                lane = builder.Configuration["lane"];
                builder.CreateResourceBuilder<ProjectResource>("api").WaitFor(builder.CreateResourceBuilder<ProjectResource>("fulfilment"));
                builder.AddParameter("added", "later");
            },
        };

        ApplicationModel model = AppHostModel.Create(request);

        Assert.AreEqual("real", lane);
        Assert.AreEqual("orders cache fulfilment", string.Join(' ', model.Get("api").Annotations.OfType<WaitAnnotation>().Select(w => w.Resource.Name)));
        Assert.IsInstanceOfType<ParameterResource>(model.Get("added"));
    }

    [TestMethod]
    public void Mistakes_of_what_shapes_the_application_are_listed_like_those_of_the_app_host()
    {
        AppHostRequest request = new() { AppHost = typeof(Projects.AppHost), Configure = builder => builder.AddParameter("api", "taken") };

        AppModelException e = Assert.ThrowsExactly<AppModelException>(() => AppHostModel.Create(request));

        Assert.AreEqual("TO1103: 2 resources are named 'api' (names are compared without case): ProjectResource, ParameterResource. Give each a name of its own.", e.Message);
    }

    [TestMethod]
    public void A_class_of_an_assembly_without_an_entry_point_is_no_app_host()
    {
        AppHostException e = Assert.ThrowsExactly<AppHostException>(() => AppHostModel.Create(new() { AppHost = typeof(string) }));

        Assert.AreEqual(
            "TO1701: 'System.String' is not an app host: its assembly 'System.Private.CoreLib' has no entry point. Name the class that the build generates for the app host project, such as Projects.AppHost.",
            e.Message);
    }

    [TestMethod]
    public void An_app_host_that_fails_says_why()
    {
        AppHostRequest request = new() { AppHost = typeof(Projects.AppHost), Configure = _ => throw new InvalidOperationException("no greeting") };

        AppHostException e = Assert.ThrowsExactly<AppHostException>(() => AppHostModel.Create(request));

        Assert.AreEqual("TO1703: The app host 'Projects.AppHost' failed while it described its application: InvalidOperationException: no greeting", e.Message);
    }
}
