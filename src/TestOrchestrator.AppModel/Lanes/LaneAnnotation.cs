namespace TestOrchestrator.AppModel.Lanes;

/// <summary>Pins a resource to a lane, whatever lane the application runs in.</summary>
public sealed record LaneAnnotation : IResourceAnnotation
{
    /// <summary>Gets the name of the lane. That it exists is checked when the model is built.</summary>
    public required string Lane { get; init; }
}
