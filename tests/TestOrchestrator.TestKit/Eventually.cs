using System.Runtime.CompilerServices;

namespace TestOrchestrator.TestKit;

/// <summary>Waits for what nobody announces, such as the end of somebody else's process. What can be awaited is awaited instead.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(2);

    /// <summary>Looks until <paramref name="condition"/> is true; fails naming it when it takes more than 10 seconds.</summary>
    public static async Task IsTrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using CancellationTokenSource givenUp = new();
        try
        {
            await LookAsync(condition, givenUp.Token).Soon(what);
        }
        finally
        {
            await givenUp.CancelAsync();
        }
    }

    private static async Task LookAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            await Task.Delay(s_interval, TimeProvider.System, cancellationToken);
        }
    }
}
