using Fuzz.Running;

namespace Fuzz.Targets;

/// <summary>Whatever the control API is asked for, it answers, or says what is wrong with the question.</summary>
internal static class ControlRun
{
    public static async Task<string> RunAsync(Rig rig, byte[] input)
    {
        string signature = await rig.TalkAsync(new Talk(), input).ConfigureAwait(false);
        return signature.Contains("500", StringComparison.Ordinal) ? throw new FuzzFailure($"The control API failed: {signature}.") : signature;
    }
}
