using System.Text.Json.Serialization;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>How everything is written: names in snake case, and what is not said is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionDefinition))]
[JsonSerializable(typeof(MockDefinition))]
[JsonSerializable(typeof(FaultDefinition))]
[JsonSerializable(typeof(FaultReport))]
[JsonSerializable(typeof(IReadOnlyList<FaultReport>))]
[JsonSerializable(typeof(GateRequest))]
[JsonSerializable(typeof(GateWaitRequest))]
[JsonSerializable(typeof(GateReport))]
[JsonSerializable(typeof(IReadOnlyList<GateReport>))]
[JsonSerializable(typeof(RecordingDefinition))]
[JsonSerializable(typeof(RecordingReport))]
[JsonSerializable(typeof(IReadOnlyList<RecordingReport>))]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(MessageReport))]
[JsonSerializable(typeof(IgnoreRequest))]
[JsonSerializable(typeof(Expectation))]
[JsonSerializable(typeof(ScopeRequest))]
[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(RedirectRequest))]
[JsonSerializable(typeof(SessionReport))]
[JsonSerializable(typeof(IReadOnlyList<SessionReport>))]
[JsonSerializable(typeof(ScopeReport))]
[JsonSerializable(typeof(IReadOnlyList<ScopeReport>))]
[JsonSerializable(typeof(MockReport))]
[JsonSerializable(typeof(IReadOnlyList<MockReport>))]
[JsonSerializable(typeof(HostRuleReport))]
[JsonSerializable(typeof(IReadOnlyList<HostRuleReport>))]
[JsonSerializable(typeof(RedirectReport))]
[JsonSerializable(typeof(IReadOnlyList<RedirectReport>))]
[JsonSerializable(typeof(ExchangeReport))]
[JsonSerializable(typeof(IReadOnlyList<ExchangeReport>))]
[JsonSerializable(typeof(IReadOnlyList<ProblemReport>))]
[JsonSerializable(typeof(EndReport))]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class WireContext : JsonSerializerContext;
