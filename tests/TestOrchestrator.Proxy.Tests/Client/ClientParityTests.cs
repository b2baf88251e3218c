using System.Reflection;
using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Tests.Client;

/// <summary>What can be asked over HTTP can be asked by the client, with everything that can be said.</summary>
[TestClass]
public sealed class ClientParityTests
{
    private static readonly Dictionary<string, (Type Type, string Method)> s_methods = new()
    {
        ["authority"] = (typeof(ProxyControlClient), "AuthorityAsync"),
        ["listSessions"] = (typeof(ProxyControlClient), "SessionsAsync"),
        ["openSession"] = (typeof(ProxyControlClient), "OpenSessionAsync"),
        ["getSession"] = (typeof(ControlledSession), "GetAsync"),
        ["endSession"] = (typeof(ControlledSession), "EndAsync"),
        ["suspendSession"] = (typeof(ControlledSession), "SuspendAsync"),
        ["resumeSession"] = (typeof(ControlledSession), "ResumeAsync"),
        ["listScopes"] = (typeof(ControlledSession), "ScopesAsync"),
        ["openScope"] = (typeof(ControlledSession), "OpenScopeAsync"),
        ["endScope"] = (typeof(ControlledSession), "EndScopeAsync"),
        ["listMocks"] = (typeof(ControlledSession), "MocksAsync"),
        ["addMock"] = (typeof(ControlledSession), "AddMockAsync"),
        ["removeMocks"] = (typeof(ControlledSession), "RemoveMocksAsync"),
        ["getMock"] = (typeof(ControlledSession), "MockAsync"),
        ["removeMock"] = (typeof(ControlledSession), "RemoveMockAsync"),
        ["listGates"] = (typeof(ControlledSession), "GatesAsync"),
        ["addGate"] = (typeof(ControlledSession), "AddGateAsync"),
        ["getGate"] = (typeof(ControlledGate), "GetAsync"),
        ["openGate"] = (typeof(ControlledGate), "OpenAsync"),
        ["waitForHeld"] = (typeof(ControlledGate), "WaitForHeldAsync"),
        ["removeGate"] = (typeof(ControlledGate), "DisposeAsync"),
        ["listHostRules"] = (typeof(ControlledSession), "HostRulesAsync"),
        ["addHostRule"] = (typeof(ControlledSession), "AddHostRuleAsync"),
        ["removeHostRule"] = (typeof(ControlledSession), "RemoveHostRuleAsync"),
        ["listRedirects"] = (typeof(ControlledSession), "RedirectsAsync"),
        ["addRedirect"] = (typeof(ControlledSession), "RedirectAsync"),
        ["removeRedirect"] = (typeof(ControlledSession), "RemoveRedirectAsync"),
        ["listFaults"] = (typeof(ControlledSession), "FaultsAsync"),
        ["addFault"] = (typeof(ControlledSession), "AddFaultAsync"),
        ["removeFaults"] = (typeof(ControlledSession), "RemoveFaultsAsync"),
        ["removeFault"] = (typeof(ControlledSession), "RemoveFaultAsync"),
        ["findExchanges"] = (typeof(ControlledSession), "FindAsync"),
        ["getExchange"] = (typeof(ControlledSession), "ExchangeAsync"),
        ["wait"] = (typeof(ControlledSession), "WaitForAsync"),
        ["assert"] = (typeof(ControlledSession), "AssertAsync"),
        ["waitForMessage"] = (typeof(ControlledSession), "WaitForMessageAsync"),
        ["listProblems"] = (typeof(ControlledSession), "ProblemsAsync"),
        ["ignoreProblems"] = (typeof(ControlledSession), "IgnoreProblemsAsync"),
        ["exportHar"] = (typeof(ControlledSession), "HarAsync"),
        ["listRecordings"] = (typeof(ControlledSession), "RecordingsAsync"),
        ["useRecording"] = (typeof(ControlledSession), "UseRecordingAsync"),
        ["getRecording"] = (typeof(ControlledRecording), "GetAsync"),
        ["commitRecording"] = (typeof(ControlledRecording), "CommitAsync"),
        ["discardRecording"] = (typeof(ControlledRecording), "DisposeAsync"),
        ["watchSessionEvents"] = (typeof(ControlledSession), "EventsAsync"),
    };

    // The client says these in other words: it finds what it would list, reads the events of a session, and fails when nobody answers.
    private static readonly string[] s_otherwise = ["health", "openapi", "getScope", "listExchanges", "watchEvents"];

    private static readonly Dictionary<string, Type> s_types = new()
    {
        ["NewSession"] = typeof(SessionDefinition),
        ["Credentials"] = typeof(CredentialsDefinition),
        ["Limits"] = typeof(LimitsDefinition),
        ["Upstream"] = typeof(UpstreamDefinition),
        ["ClientCertificate"] = typeof(ClientCertificateDefinition),
        ["NewMock"] = typeof(MockDefinition),
        ["MockPredicates"] = typeof(Predicates),
        ["Predicates"] = typeof(Predicates),
        ["ApplicableForRequests"] = typeof(ApplicableForRequests),
        ["RequestModifications"] = typeof(RequestDefinition),
        ["Modification"] = typeof(ModificationDefinition),
        ["HeaderModification"] = typeof(HeaderModificationDefinition),
        ["Response"] = typeof(ResponseDefinition),
        ["NewFault"] = typeof(FaultDefinition),
        ["Slicer"] = typeof(SlicerDefinition),
        ["NewRecording"] = typeof(RecordingDefinition),
        ["MessagePredicates"] = typeof(MessagePredicates),
        ["Session"] = typeof(SessionReport),
        ["Scope"] = typeof(ScopeReport),
        ["Mock"] = typeof(MockReport),
        ["Gate"] = typeof(GateReport),
        ["HostRule"] = typeof(HostRuleReport),
        ["Redirect"] = typeof(RedirectReport),
        ["Fault"] = typeof(FaultReport),
        ["FaultHit"] = typeof(FaultHitReport),
        ["Exchange"] = typeof(ExchangeReport),
        ["RecordedRequest"] = typeof(RequestReport),
        ["RecordedResponse"] = typeof(ResponseReport),
        ["Header"] = typeof(HeaderReport),
        ["Body"] = typeof(BodyReport),
        ["Message"] = typeof(MessageReport),
        ["Tunnel"] = typeof(TunnelReport),
        ["Problem"] = typeof(ProblemReport),
        ["EndReport"] = typeof(EndReport),
        ["Recording"] = typeof(RecordingReport),
    };

    // What is written of them are the parameters of methods, and what is read is nothing but that the server lives.
    private static readonly string[] s_byParameters = ["Health", "NewScope", "NewGate", "GateWait", "NewHostRule", "NewRedirect", "Find", "Wait", "Assert", "MessageWait", "IgnoredProblems"];

    [TestMethod]
    public void Every_operation_has_a_method()
    {
        foreach (ControlRoute route in RouteTable.All.Where(r => !s_otherwise.Contains(r.Operation)))
        {
            Assert.IsTrue(s_methods.TryGetValue(route.Operation, out (Type Type, string Method) known), $"The client cannot do '{route.Operation}'.");
            Assert.IsNotEmpty(known.Type.GetMethods().Where(m => m.Name == known.Method), $"{known.Type.Name} has no {known.Method}.");
        }
    }

    [TestMethod]
    public void Everything_that_can_be_said_or_is_told_has_a_property()
    {
        foreach (WireShape shape in Shapes().Where(s => !s_byParameters.Contains(s.Name)))
        {
            Assert.IsTrue(s_types.TryGetValue(shape.Name, out Type? type), $"The client has no type for '{shape.Name}'.");
            string[] properties = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name))];
            Assert.IsEmpty(shape.Members.Select(m => m.Name).Except(properties), $"{type.Name} lacks members of '{shape.Name}'.");
        }
    }

    private static HashSet<WireShape> Shapes()
    {
        HashSet<WireShape> shapes = [];
        Stack<WireType> open = new(RouteTable.All.SelectMany(r => new[] { r.Body, r.Answer }).OfType<WireType>());
        while (open.TryPop(out WireType? type))
        {
            if (type is not WireShape shape || shapes.Add(shape))
            {
                foreach (WireType part in type.Parts)
                {
                    open.Push(part);
                }
            }
        }

        return shapes;
    }
}
