using System.Reflection;
using TestOrchestrator.Testing.Apps;

namespace TestOrchestrator.MSTest.Tests;

[TestClass]
public sealed class InjectingTestMethodTests
{
    // No test looks into it; it only has to arrive.
    private readonly TestApp _app = (TestApp)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(TestApp));

    [TestMethod]
    public async Task A_method_without_the_parameter_gets_what_it_was_given()
    {
        FakeTestMethod inner = new(nameof(WithData));

        await new InjectingTestMethod(inner, _app).InvokeAsync([1, "two"]);

        CollectionAssert.AreEqual(new object[] { 1, "two" }, inner.Got);
    }

    [TestMethod]
    public async Task The_application_is_put_where_it_is_asked_for_among_data()
    {
        FakeTestMethod inner = new(nameof(WithDataAndApp));

        await new InjectingTestMethod(inner, _app).InvokeAsync([1, "two"]);

        CollectionAssert.AreEqual(new object[] { 1, _app, "two" }, inner.Got);
    }

    [TestMethod]
    public async Task Data_that_is_missing_takes_its_default()
    {
        FakeTestMethod inner = new(nameof(WithDefault));

        await new InjectingTestMethod(inner, _app).InvokeAsync(null);

        CollectionAssert.AreEqual(new object[] { _app, 7 }, inner.Got);
    }

#pragma warning disable IDE0060 // Only their signatures matter.
    private static void WithData(int number, string text)
    {
    }

    private static void WithDataAndApp(int number, TestApp app, string text)
    {
    }

    private static void WithDefault(TestApp app, int number = 7)
    {
    }
#pragma warning restore IDE0060

    private sealed class FakeTestMethod(string name) : ITestMethod
    {
        public object?[]? Got { get; private set; }

        public string TestMethodName => name;

        public string TestClassName => nameof(InjectingTestMethodTests);

        public Type ReturnType => MethodInfo.ReturnType;

        public object?[]? Arguments => null;

        public ParameterInfo[] ParameterTypes => MethodInfo.GetParameters();

        public MethodInfo MethodInfo => typeof(InjectingTestMethodTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

        public Attribute[]? GetAllAttributes() => [];

        public TAttributeType[] GetAttributes<TAttributeType>()
            where TAttributeType : Attribute => [];

        public Task<TestResult> InvokeAsync(object[]? arguments)
        {
            Got = arguments;
            return Task.FromResult(new TestResult());
        }
    }
}
