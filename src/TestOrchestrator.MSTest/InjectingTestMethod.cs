using System.Reflection;
using Aspire.Hosting;
using TestOrchestrator.Testing.Apps;

namespace TestOrchestrator.MSTest;

/// <summary>Passes the application to the parameters of a test method that ask for it, among those of its data.</summary>
internal sealed class InjectingTestMethod(ITestMethod inner, TestApp app) : ITestMethod
{
    public string TestMethodName => inner.TestMethodName;

    public string TestClassName => inner.TestClassName;

    public Type ReturnType => inner.ReturnType;

    public object?[]? Arguments => inner.Arguments;

    public ParameterInfo[] ParameterTypes => inner.ParameterTypes;

    public MethodInfo MethodInfo => inner.MethodInfo;

    public Attribute[]? GetAllAttributes() => inner.GetAllAttributes();

    public TAttributeType[] GetAttributes<TAttributeType>()
        where TAttributeType : Attribute => inner.GetAttributes<TAttributeType>();

    public Task<TestResult> InvokeAsync(object[]? arguments)
    {
        ParameterInfo[] parameters = inner.ParameterTypes;
        if (!Array.Exists(parameters, p => Find(p.ParameterType) is not null))
        {
            return inner.InvokeAsync(arguments);
        }

        object?[] data = arguments ?? inner.Arguments ?? [];
        object?[] all = new object?[parameters.Length];
        int next = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            all[i] = Find(parameters[i].ParameterType) is { } given ? given
                : next < data.Length ? data[next++]
                : parameters[i].DefaultValue;
        }

        return inner.InvokeAsync(all!);
    }

    private object? Find(Type type) =>
        type == typeof(TestApp) ? app
        : type == typeof(DistributedApplication) ? app.Application
        : null;
}
