using System.Globalization;
using TestOrchestrator.Testing.Adapters;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.MSTest;

/// <summary>
/// Runs around one execution of a test method: outside of its timeout, and of the constructor, TestInitialize, TestCleanup and Dispose.
/// </summary>
internal sealed class AppTestMethodAttribute(TestMethodAttribute inner) : TestMethodAttribute(inner.DeclaringFilePath, inner.DeclaringLineNumber ?? -1)
{
    public override async Task<TestResult[]> ExecuteAsync(ITestMethod testMethod)
    {
        if (TestSession.Current is not { } session || DistributedClasses.Find(testMethod.TestClassName) is not { } @class)
        {
            return await inner.ExecuteAsync(testMethod).ConfigureAwait(false);
        }

        return await ExecuteAsync(testMethod, session, @class).ConfigureAwait(false);
    }

    private async Task<TestResult[]> ExecuteAsync(ITestMethod testMethod, TestSession session, PlannedClass @class)
    {
        TestExecution execution;
        try
        {
            execution = await session.BeginTestAsync(@class, $"{testMethod.TestClassName}.{testMethod.TestMethodName}", Row(testMethod.Arguments)).ConfigureAwait(false);
        }
        catch (LaneUnavailableException e)
        {
            return [new() { Outcome = UnitTestOutcome.Inconclusive, TestFailureException = new AssertInconclusiveException(e.Message) }];
        }
#pragma warning disable CA1031 // Whatever kept the application from starting is why this test did not run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return [new() { Outcome = UnitTestOutcome.Error, TestFailureException = new AppDidNotStartException(testMethod.TestClassName, e) }];
        }

        await using (execution.ConfigureAwait(false))
        {
            execution.Enter();
            TestResult[] results = await inner.ExecuteAsync(new InjectingTestMethod(testMethod, execution.App)).ConfigureAwait(false);
            Exception? crash = execution.TakeCrash();
            Exception? problems = await execution.TakeProblemsAsync().ConfigureAwait(false);
            bool hasPassed = Array.TrueForAll(results, r => !HasFailed(r));
            Exception? failure = crash ?? problems;
            if (hasPassed && failure is null && Array.TrueForAll(results, r => r.Outcome == UnitTestOutcome.Passed))
            {
                failure = await execution.CommitRecordingsAsync().ConfigureAwait(false);
            }

            if (hasPassed && failure is not null)
            {
                results[^1].Outcome = UnitTestOutcome.Failed;
                results[^1].TestFailureException = failure;
            }

            await AddEvidenceAsync(results, execution).ConfigureAwait(false);
            return results;
        }
    }

    private static async Task AddEvidenceAsync(TestResult[] results, TestExecution execution)
    {
        TestResult[] failed = [.. results.Where(HasFailed)];
        if (failed.Length > 0)
        {
            string evidence = await execution.CollectEvidenceAsync().ConfigureAwait(false);
            foreach (TestResult result in failed)
            {
                result.LogOutput = $"{result.LogOutput}{Environment.NewLine}{evidence}";
            }
        }
    }

    private static string? Row(object?[]? arguments) =>
        arguments is { Length: > 0 } ? $"({string.Join(",", arguments.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture)))})" : null;

    private static bool HasFailed(TestResult result) =>
        result.Outcome is not (UnitTestOutcome.Passed or UnitTestOutcome.Inconclusive or UnitTestOutcome.Ignored);
}
