namespace Fuzz.Inputs;

internal static class Names
{
    /// <summary>The host that leads to the origin of a case.</summary>
    public const string Host = "o.test";
}
