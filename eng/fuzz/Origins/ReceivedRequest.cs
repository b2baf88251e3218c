namespace Fuzz.Origins;

/// <summary>A whole request as an origin has read it. Immutable.</summary>
internal sealed record ReceivedRequest(string Method, string Target, string Host, string Body, bool AsksToUpgrade)
{
    public override string ToString() => $"{Method} {Target} to '{Host}' with {Body.Length} bytes";
}
