namespace TestOrchestrator.Proxy.Recordings;

/// <summary>What is done with a recording.</summary>
public enum RecordingMode
{
    /// <summary>Nothing: requests go on as if there were none.</summary>
    Off,

    /// <summary>Requests go to their origins, and the file is written anew.</summary>
    Record,

    /// <summary>Requests are answered from the file; the network is never touched. Without a file every request is a miss.</summary>
    Replay,

    /// <summary>
    /// <see cref="Replay"/> when there is a file, else <see cref="Record"/>; where <see cref="RecordingOptions.NeverRecord"/> holds, always
    /// <see cref="Replay"/>.
    /// </summary>
    Auto,

    /// <summary>Requests are answered from the file; those that are not in it go to their origins and are added.</summary>
    Update,
}
