namespace Bench.Loads;

/// <summary>What the threads of a load do now.</summary>
internal enum LoadPhase
{
    WarmingUp,
    Counting,
    Over,
}
