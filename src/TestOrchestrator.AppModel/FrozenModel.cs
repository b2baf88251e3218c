namespace TestOrchestrator.AppModel;

/// <summary>Refuses what comes too late: a built model would not have it.</summary>
internal static class FrozenModel
{
    public static void ThrowIf(bool frozen)
    {
        if (frozen)
        {
            throw new InvalidOperationException("The application model is already built; add what is wanted before Build().");
        }
    }
}
