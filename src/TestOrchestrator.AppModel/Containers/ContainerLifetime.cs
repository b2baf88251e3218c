namespace TestOrchestrator.AppModel.Containers;

/// <summary>How long a container lives.</summary>
public enum ContainerLifetime
{
    /// <summary>As long as its application.</summary>
    Session,

    /// <summary>Beyond its application, to be found again by the next one.</summary>
    Persistent,
}
