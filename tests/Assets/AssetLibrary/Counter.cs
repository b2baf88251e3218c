namespace AssetLibrary;

/// <summary>A static that every app must have for itself.</summary>
public static class Counter
{
    private static int s_count;

    public static int Next() => Interlocked.Increment(ref s_count);
}
