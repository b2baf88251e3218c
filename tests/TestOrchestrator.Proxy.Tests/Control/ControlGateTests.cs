using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlGateTests
{
    [TestMethod]
    public async Task An_answer_is_held_until_its_gate_is_opened()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        await using ControlledGate gate = await rig.Session.AddGateAsync();
        await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "held", HeldBy = gate.Id } });
        Task<string> first = rig.Proxy.Client().GetStringAsync("http://a.test/1");
        Task<string> second = rig.Proxy.Client().GetStringAsync("http://a.test/2");

        await gate.WaitForHeldAsync(2).Soon();
        GateReport closed = await gate.GetAsync();
        bool answered = first.IsCompleted || second.IsCompleted;
        await gate.OpenAsync();

        Assert.AreEqual("held held", $"{await first.Soon()} {await second.Soon()}");
        Assert.IsFalse(answered);
        Assert.AreEqual((false, 2, 60), (closed.Open, closed.Held, closed.LimitSec));
        GateReport opened = (await rig.Session.GatesAsync()).Single();
        Assert.AreEqual((gate.Id, true, 0), (opened.Id, opened.Open, opened.Held));
        Assert.AreEqual("held", await rig.Proxy.Client().GetStringAsync("http://a.test/3").Soon());
        Assert.IsEmpty(rig.Proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_gate_lets_go_when_it_is_removed_or_its_scope_ends()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ScopeReport scope = await rig.Session.OpenScopeAsync("a test");
        ControlledGate removed = await rig.Session.AddGateAsync(scope: scope.Id);
        ControlledGate ended = await rig.Session.AddGateAsync(scope: scope.Id);
        ControlledGate other = await rig.Session.AddGateAsync();
        foreach ((string path, ControlledGate gate) in (IEnumerable<(string, ControlledGate)>)[("/removed", removed), ("/ended", ended)])
        {
            await rig.Session.AddMockAsync(new MockDefinition { Predicates = new Predicates { Command = path }, Response = new ResponseDefinition { Text = path, HeldBy = gate.Id } });
        }

        Task<string> first = rig.Proxy.Client().GetStringAsync("http://a.test/removed");
        Task<string> second = rig.Proxy.Client().GetStringAsync("http://a.test/ended");
        await removed.WaitForHeldAsync().Soon();
        await ended.WaitForHeldAsync().Soon();

        await removed.DisposeAsync();
        Assert.AreEqual("/removed", await first.Soon());
        await rig.Session.EndScopeAsync(scope.Id);

        Assert.AreEqual("/ended", await second.Soon());
        Assert.AreEqual(other.Id, (await rig.Session.GatesAsync()).Single().Id);
    }

    [TestMethod]
    public async Task Over_plain_HTTP_what_is_not_held_in_time_and_what_there_is_not_is_told()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        (int added, JsonElement gate) = await rig.PostAsync("sessions/current/gates", """{ "limit_sec": 5 }""");
        string id = gate.GetProperty("id").GetString()!;

        (int late, JsonElement problem) = await rig.PostAsync($"sessions/current/gates/{id}/wait", """{ "timeout_sec": 0 }""");
        (int noGate, JsonElement unknown) = await rig.PostAsync("sessions/current/mocks", """{ "response": { "text": "a", "held_by": "nowhere" } }""");
        using HttpResponseMessage removed = await rig.Plain.DeleteAsync($"sessions/current/gates/{id}");
        (int gone, _) = await rig.GetAsync($"sessions/current/gates/{id}");

        Assert.AreEqual((201, 5, false), (added, gate.GetProperty("limit_sec").GetInt32(), gate.GetProperty("open").GetBoolean()));
        Assert.AreEqual((409, "TO2406: Waited 0 s for 1 held answers; 0 are held."), (late, problem.GetProperty("detail").GetString()));
        Assert.AreEqual((404, "TO2605: There is no gate 'nowhere'."), (noGate, unknown.GetProperty("detail").GetString()));
        Assert.AreEqual((204, 404), ((int)removed.StatusCode, gone));
    }
}
