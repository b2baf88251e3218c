namespace TestOrchestrator.Testing.Adapters;

/// <summary>What a test framework's adapter tells of the tests that are going to run. Thread-safe.</summary>
public interface ITestFramework
{
    /// <summary>Gets how many classes run at the same time.</summary>
    int Workers { get; }

    /// <summary>Reads which classes are going to run, and how many tests of each, after filters.</summary>
    /// <returns>The classes in the order in which they are run; null as long as it is not known.</returns>
    IReadOnlyList<PlannedClass>? ReadPlan();

    /// <summary>Finds every class that has an application, without discovering tests, in the order in which they are run.</summary>
    /// <returns>The classes; the number of their tests is not known.</returns>
    IReadOnlyList<PlannedClass> FindAll();

    /// <summary>Finds the class that is being set up or run on this flow of execution.</summary>
    /// <returns>The class; null if there is none, or if it has no application.</returns>
    PlannedClass? FindCurrent();
}
