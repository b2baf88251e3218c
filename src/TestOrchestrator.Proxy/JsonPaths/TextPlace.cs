namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>A place in a text that a pattern can ask for.</summary>
internal enum TextPlace
{
    Anywhere,
    Start,
    End,
}
