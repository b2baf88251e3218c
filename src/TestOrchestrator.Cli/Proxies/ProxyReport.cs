namespace TestOrchestrator.Cli.Proxies;

/// <summary>Where a proxy is reached, and by what. Immutable.</summary>
/// <param name="Address">The proxy for clients, without credentials.</param>
/// <param name="Control">The base address of the control API.</param>
/// <param name="TokenFile">The file with the token of the control API.</param>
/// <param name="Ca">The certificate of the authority.</param>
/// <param name="Bundle">What the system trusts, and the authority.</param>
/// <param name="Pid">The process.</param>
internal sealed record ProxyReport(string Address, string Control, string TokenFile, string Ca, string Bundle, int Pid);
