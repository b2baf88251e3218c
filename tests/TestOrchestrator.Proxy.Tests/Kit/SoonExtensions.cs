using System.Runtime.CompilerServices;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>The guard against hanging tests, for tasks with a result.</summary>
internal static class SoonExtensions
{
    public static async Task<T> Soon<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await ((Task)task).Soon(what);
        return await task;
    }
}
