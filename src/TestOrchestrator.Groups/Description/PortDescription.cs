namespace TestOrchestrator.Groups.Description;

/// <summary>A port that a process listens on.</summary>
/// <param name="Name">Its name, such as <c>http</c>.</param>
/// <param name="Port">The port that it would have; null for any.</param>
/// <param name="Fixed">Whether the program listens on it and on no other.</param>
/// <param name="Scheme">The scheme of its URI, such as <c>http</c>, <c>tcp</c>, or <c>udp</c>, which is not probed by a connection.</param>
internal sealed record PortDescription(string Name, int? Port, bool Fixed, string Scheme);
