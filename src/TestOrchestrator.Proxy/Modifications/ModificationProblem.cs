namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Why a change could not be made.</summary>
/// <param name="Code">TO231x.</param>
/// <param name="Reason">A sentence without its end, in small letters: it goes on after what could not be changed.</param>
/// <param name="IsWhole">Whether the whole message passes unmodified, or only the one change is left out.</param>
internal readonly record struct ModificationProblem(string Code, string Reason, bool IsWhole = true);
