namespace TestOrchestrator.MSTest;

/// <summary>
/// Marks a test class that has a distributed application of its own: started before its first test, shared by its tests, stopped after its
/// last one.
/// </summary>
/// <typeparam name="TAppHost">The class that the build generated for the app host, such as <c>Projects.AppHost</c>.</typeparam>
/// <remarks>
/// A test gets the application by a parameter of the type <c>TestApp</c>, or from <c>TestApp.Current</c>. A class shapes its application
/// with <see cref="Args"/>, or with a static method <c>ConfigureApp(IDistributedApplicationBuilder)</c>, which is called when the app host
/// has described it.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DistributedTestClassAttribute<TAppHost> : TestClassAttribute, IDistributedTestClass
    where TAppHost : class
{
    /// <summary>Gets or sets the arguments of the app host, such as <c>--Parameters:greeting=hello</c>.</summary>
    /// <value>The default is none.</value>
    public string[] Args { get; set; } = [];

    Type IDistributedTestClass.AppHost => typeof(TAppHost);

    /// <inheritdoc/>
    public override TestMethodAttribute? GetTestMethodAttribute(TestMethodAttribute testMethodAttribute) =>
        new AppTestMethodAttribute(base.GetTestMethodAttribute(testMethodAttribute) ?? testMethodAttribute);
}
