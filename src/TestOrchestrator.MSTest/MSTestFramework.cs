using System.Reflection;
using TestOrchestrator.Testing.Adapters;

namespace TestOrchestrator.MSTest;

/// <summary>What MSTest tells of the tests that are going to run.</summary>
internal sealed class MSTestFramework : ITestFramework
{
    public int Workers => Assembly.GetEntryAssembly()?.GetCustomAttribute<ParallelizeAttribute>() is { } parallelize
        ? parallelize.Workers > 0 ? parallelize.Workers : Environment.ProcessorCount
        : 1;

    // Empty until MSTest has discovered and filtered; a run without tests needs no plan.
    public IReadOnlyList<PlannedClass>? ReadPlan() => TestRun.Current.PlannedTests is { Count: > 0 } planned
        ?
        [
            .. planned.GroupBy(test => test.FullyQualifiedTestClassName)
                .Where(tests => !DistributedClasses.IsLeftOut(tests.Key))
                .Select(tests => DistributedClasses.Find(tests.Key) is { } found ? found with { Tests = tests.Count() } : null)
                .OfType<PlannedClass>(),
        ]
        : null;

    public IReadOnlyList<PlannedClass> FindAll() => DistributedClasses.FindAll();

    public PlannedClass? FindCurrent() =>
        TestContext.Current is { FullyQualifiedTestClassName: { } className } ? DistributedClasses.Find(className) : null;
}
