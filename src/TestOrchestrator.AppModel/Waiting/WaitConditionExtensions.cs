using System.Diagnostics;

namespace TestOrchestrator.AppModel.Waiting;

internal static class WaitConditionExtensions
{
    public static string Method(this WaitCondition condition) => condition switch
    {
        WaitCondition.Ready => nameof(WaitResourceBuilderExtensions.WaitFor),
        WaitCondition.Started => nameof(WaitResourceBuilderExtensions.WaitForStart),
        WaitCondition.Completed => nameof(WaitResourceBuilderExtensions.WaitForCompletion),
        _ => throw new UnreachableException(),
    };
}
