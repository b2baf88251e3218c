namespace TestOrchestrator.Groups.Description;

/// <summary>A port that a process listens on.</summary>
/// <param name="Name">Its name, such as <c>http</c>.</param>
/// <param name="Port">The port that it would have; null for any.</param>
/// <param name="Fixed">Whether the program listens on it whatever it is told.</param>
/// <param name="Scheme">The scheme of its URI, such as <c>http</c>, <c>tcp</c>, or <c>udp</c>, which nobody connects to for a look.</param>
internal sealed record PortDescription(string Name, int? Port, bool Fixed, string Scheme);
