using System.Text.Json.Serialization;

namespace TestOrchestrator.Proxy.Redaction;

/// <summary>Reads names of members that are written with escapes.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class RedactionJson : JsonSerializerContext;
