using System.Reflection;
using Aspire.Hosting;
using TestOrchestrator.Testing.Adapters;

namespace TestOrchestrator.MSTest.Tests;

[TestClass]
public sealed class DistributedClassesTests
{
    [TestMethod]
    public void A_marked_class_has_the_app_host_and_the_arguments_of_its_attribute()
    {
        PlannedClass found = DistributedClasses.Find(typeof(Marked).FullName!)!;

        Assert.AreEqual(typeof(Marked).FullName, found.Name);
        Assert.AreEqual(typeof(FakeAppHost), found.AppHost.AppHost);
        Assert.AreEqual("--one=1 --two=2", string.Join(' ', found.AppHost.Args));
        Assert.IsNull(found.AppHost.Configure);
    }

    [TestMethod]
    public void A_class_that_is_not_marked_has_no_application() => Assert.IsNull(DistributedClasses.Find(typeof(DistributedClassesTests).FullName!));

    [TestMethod]
    public void A_class_that_is_not_there_has_no_application() => Assert.IsNull(DistributedClasses.Find("Nobody.Nowhere"));

    [TestMethod]
    public void A_class_shapes_its_application_by_a_static_method()
    {
        IDistributedApplicationBuilder builder = Builder();

        DistributedClasses.Find(typeof(Shaping).FullName!)!.AppHost.Configure!(builder);

        Assert.AreEqual("Moin", builder.Configuration["greeting"]);
    }

    [TestMethod]
    public void It_inherits_the_method_of_its_base_class()
    {
        IDistributedApplicationBuilder builder = Builder();

        DistributedClasses.Find(typeof(Inheriting).FullName!)!.AppHost.Configure!(builder);

        Assert.AreEqual("from the base", builder.Configuration["greeting"]);
    }

    [TestMethod]
    [DataRow(typeof(Misshaping))]
    [DataRow(typeof(NotStatic))]
    public void A_method_of_another_shape_is_named_when_the_application_is_built(Type type)
    {
        Action<IDistributedApplicationBuilder> configure = DistributedClasses.Find(type.FullName!)!.AppHost.Configure!;

        InvalidOperationException e = Assert.ThrowsExactly<InvalidOperationException>(() => configure(Builder()));

        Assert.AreEqual(
            $"TO4008: '{type.FullName}.ConfigureApp' is not what it should be: static void ConfigureApp(IDistributedApplicationBuilder builder).",
            e.Message);
    }

    [TestMethod]
    public void An_ignored_class_is_left_out()
    {
        Assert.IsTrue(DistributedClasses.IsLeftOut(typeof(Left).FullName!));
        CollectionAssert.DoesNotContain(DistributedClasses.FindAll().Select(c => c.Name).ToArray(), typeof(Left).FullName);
    }

    // The compiler refuses a second app host on one class (CS0579), as the attribute may be there once, whatever its type argument is.
    [TestMethod]
    public void A_class_has_one_app_host_and_its_own_comes_before_that_of_its_base_class()
    {
        AttributeUsageAttribute usage = typeof(DistributedTestClassAttribute<>).GetCustomAttribute<AttributeUsageAttribute>()!;

        Assert.IsFalse(usage.AllowMultiple);
        Assert.AreEqual(typeof(string), DistributedClasses.Find(typeof(OfAnotherAppHost).FullName!)!.AppHost.AppHost);
    }

    private static IDistributedApplicationBuilder Builder() => DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });

#pragma warning disable MSTEST0016 // They are looked at, and not run.
    [DistributedTestClass<FakeAppHost>(Args = ["--one=1", "--two=2"])]
    public sealed class Marked;

    [DistributedTestClass<FakeAppHost>]
    public sealed class Shaping
    {
        private static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.Configuration["greeting"] = "Moin";
    }

    [DistributedTestClass<FakeAppHost>]
    public class OfOneAppHost;

    [DistributedTestClass<string>]
    public sealed class OfAnotherAppHost : OfOneAppHost;

    public class Base
    {
        protected static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.Configuration["greeting"] = "from the base";
    }

    [DistributedTestClass<FakeAppHost>]
    public sealed class Inheriting : Base;

    [DistributedTestClass<FakeAppHost>]
    public sealed class NotStatic
    {
        public void ConfigureApp(IDistributedApplicationBuilder builder) => throw new NotSupportedException($"{this} {builder}");
    }

    [DistributedTestClass<FakeAppHost>]
    public sealed class Misshaping
    {
        private static Task ConfigureApp(IDistributedApplicationBuilder builder) => Task.FromResult(builder);
    }

    [Ignore]
    [DistributedTestClass<FakeAppHost>]
    public sealed class Left;
#pragma warning restore MSTEST0016
}
