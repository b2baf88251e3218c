using System.Runtime.CompilerServices;

namespace Shop.Api.Diagnostics;

/// <summary>Fails several calls deep, to see what becomes of an exception that nobody expects: its log entry, alert and response.</summary>
internal static class FailureDrill
{
    public static void Run() => Enter(depth: 3);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Enter(int depth)
    {
        if (depth == 0)
        {
            throw new InvalidOperationException("This failure was asked for by POST /diagnostics/fail.");
        }

        Enter(depth - 1);
    }
}
