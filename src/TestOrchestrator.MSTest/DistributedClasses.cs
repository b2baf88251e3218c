using System.Collections.Concurrent;
using System.Reflection;
using Aspire.Hosting;
using TestOrchestrator.Testing.Adapters;

namespace TestOrchestrator.MSTest;

/// <summary>Finds out by reflection which classes of the test project have an application, and how they shape it. Thread-safe.</summary>
internal static class DistributedClasses
{
    private const string ConfigureApp = nameof(ConfigureApp);

    // What a type is does not change while the process lives.
    private static readonly ConcurrentDictionary<string, PlannedClass?> s_found = new(StringComparer.Ordinal);

    private static Assembly Tests => Assembly.GetEntryAssembly()!;

    /// <summary>Finds a class by its full name; null if it has no application.</summary>
    public static PlannedClass? Find(string className) =>
        s_found.GetOrAdd(className, static name => Tests.GetType(name) is { } type ? Describe(type) : null);

    /// <summary>
    /// Finds all classes that have an application and are not left out as a whole, in the order of the assembly's metadata, in which MSTest
    /// runs them.
    /// </summary>
    public static IReadOnlyList<PlannedClass> FindAll() =>
        [.. Tests.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && !IsLeftOut(t)).Select(t => Find(t.FullName!)).OfType<PlannedClass>()];

    /// <summary>Tells whether no test of a class will run: it is ignored, or not meant for this lane.</summary>
    public static bool IsLeftOut(string className) => Tests.GetType(className) is { } type && IsLeftOut(type);

    private static bool IsLeftOut(Type type) =>
        type.IsDefined(typeof(IgnoreAttribute), inherit: false) || type.GetCustomAttribute<LanesAttribute>(inherit: true) is { IsConditionMet: false };

    private static PlannedClass? Describe(Type type) =>
        type.GetCustomAttributes(inherit: true).OfType<IDistributedTestClass>().FirstOrDefault() is { } attribute
        ? new()
        {
            Name = type.FullName!,
            AppHost = new() { AppHost = attribute.AppHost, Args = [.. attribute.Args], Configure = FindConfigure(type) },
        }
        : null;

    private static Action<IDistributedApplicationBuilder>? FindConfigure(Type type)
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        MethodInfo[] named = [.. type.GetMethods(Any).Where(m => m.Name == ConfigureApp)];
        if (named.Length == 0)
        {
            return null;
        }

        return Array.Find(named, IsConfigureApp) is { } method
            ? method.CreateDelegate<Action<IDistributedApplicationBuilder>>()
            : _ => throw new InvalidOperationException(
                $"TO4008: '{type.FullName}.{ConfigureApp}' is not what it should be: "
                + $"static void {ConfigureApp}({nameof(IDistributedApplicationBuilder)} builder).");
    }

    private static bool IsConfigureApp(MethodInfo method) =>
        method.IsStatic
        && method.ReturnType == typeof(void)
        && method.GetParameters() is [{ } only]
        && only.ParameterType == typeof(IDistributedApplicationBuilder);
}
