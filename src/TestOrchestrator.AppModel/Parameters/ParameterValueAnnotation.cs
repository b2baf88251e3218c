namespace TestOrchestrator.AppModel.Parameters;

/// <summary>Gives a parameter a value in place of the one it would have had.</summary>
internal sealed record ParameterValueAnnotation : IResourceAnnotation
{
    public required string Value { get; init; }
}
