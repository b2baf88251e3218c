using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Holdings;

/// <summary>A recording that is used over the control API.</summary>
/// <param name="Scope">What is recorded or answered.</param>
/// <param name="Recording">The recording.</param>
/// <param name="HasFile">Whether it is written to a file of the machine that the proxy runs on; else it is handed over.</param>
internal sealed record HeldRecording(ScopeNode Scope, Recording Recording, bool HasFile);
