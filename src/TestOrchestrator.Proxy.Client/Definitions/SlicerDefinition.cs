namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>Cuts what passes into slices, each of which is sent by itself. Immutable.</summary>
public sealed record SlicerDefinition
{
    /// <summary>Gets how many bytes a slice has.</summary>
    public required int Size { get; init; }

    /// <summary>Gets how many bytes more or less a slice may have.</summary>
    /// <value>The default is 0.</value>
    public int? Variation { get; init; }

    /// <summary>Gets the time between two slices, in seconds.</summary>
    /// <value>The default is 0.</value>
    public double? GapSec { get; init; }
}
