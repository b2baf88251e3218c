namespace TestOrchestrator.AppModel;

/// <summary>What happens to annotations of the same type when one is added.</summary>
public enum ResourceAnnotationMutationBehavior
{
    /// <summary>They stay, and the new one comes after them.</summary>
    Append,

    /// <summary>They go, and the new one takes their place.</summary>
    Replace,
}
