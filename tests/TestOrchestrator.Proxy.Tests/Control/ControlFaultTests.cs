using System.Text.Json;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlFaultTests
{
    [TestMethod]
    public async Task The_first_call_fails_and_the_next_passes()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "a" } });
        FaultReport fault = await rig.Session.AddFaultAsync(new FaultDefinition { Predicates = new Predicates { Host = "a.test" }, ResetSec = 0, FirstCalls = 1, Seed = 7 });
        HttpClient client = rig.Proxy.Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("http://a.test/").Soon());
        string second = await client.GetStringAsync("http://a.test/").Soon();

        FaultReport now = (await rig.Session.FaultsAsync()).Single();
        ExchangeReport exchange = (await rig.Session.FindAsync())[0];
        (_, JsonElement shown) = await rig.GetAsync("sessions/current/exchanges/1");
        Assert.AreEqual("a", second);
        Assert.AreEqual((fault.Id, "7", 2, 1), (now.Id, now.Seed, now.Calls, now.Hits));
        Assert.AreEqual("faulted", exchange.Outcome);
        Assert.AreEqual(fault.Id, shown.GetProperty("faults")[0].GetProperty("id").GetString());
    }

    [TestMethod]
    public async Task What_a_fault_holds_goes_on_when_it_is_removed()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        MockReport mock = await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "a" } });
        FaultReport fault = await rig.Session.AddFaultAsync(new FaultDefinition { Mock = mock.Id, TimeoutSec = 0, Direction = "down" });
        Task<string> held = rig.Proxy.Client().GetStringAsync("http://a.test/");
        await rig.Proxy.SeenAsync(1);

        Assert.AreEqual(mock.Id, fault.Mock);
        await rig.Session.RemoveFaultAsync(fault.Id);

        Assert.AreEqual("a", await held.Soon());
        Assert.IsEmpty(await rig.Session.FaultsAsync());
    }

    [TestMethod]
    public async Task The_client_writes_every_fault()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        FaultReport shaped = await rig.Session.AddFaultAsync(new FaultDefinition
        {
            LatencySec = 0.1, JitterSec = 0.05, BytesPerSec = 1000, Slicer = new SlicerDefinition { Size = 10, Variation = 3, GapSec = 0.01 }, LimitData = 100, SlowCloseSec = 1, Direction = "both",
        });
        FaultReport broken = await rig.Session.AddFaultAsync(new FaultDefinition { ResetAfterBytes = 10, WholeConnection = true, Probability = 0.5, AfterCall = 1, FirstCalls = 2 });
        await rig.Session.RemoveFaultsAsync();

        Assert.AreEqual(
            rig.Proxy.Root.Disturb(f => f.Latency(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.05)).Bandwidth(1000).Slicer(10, 3, TimeSpan.FromSeconds(0.01)).LimitData(100).SlowClose(TimeSpan.FromSeconds(1)).BothWays()).Disturbance.ToString(),
            shaped.What);
        Assert.AreEqual(rig.Proxy.Root.Disturb(f => f.ResetAfter(10).WholeConnection().Probability(0.5).Calls(2, 3)).Disturbance.ToString(), broken.What);
        Assert.HasCount(2, await rig.Session.FaultsAsync());
    }

    [TestMethod]
    [DataRow("""{ }""", "TO2285", null)]
    [DataRow("""{ "latency_sec": 0.1, "jitter_sec": 0.2 }""", "TO2281", "/latency_sec")]
    [DataRow("""{ "jitter_sec": 0.2 }""", "TO2613", "/jitter_sec")]
    [DataRow("""{ "loss": 0 }""", "TO2283", "/loss")]
    [DataRow("""{ "reset_sec": 0, "first_calls": 0 }""", "TO2284", "/first_calls")]
    [DataRow("""{ "slicer": { "size": 1, "variation": 1 } }""", "TO2282", "/slicer")]
    [DataRow("""{ "reset_sec": 0, "seed": "seven" }""", "TO2613", "/seed")]
    [DataRow("""{ "reset_sec": -1 }""", "TO2610", "/reset_sec")]
    public async Task A_fault_that_cannot_be_is_refused(string body, string code, string? field)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync("sessions/current/faults", body);

        Assert.AreEqual((400, code), (status, problem.GetProperty("code").GetString()));
        Assert.AreEqual(field, problem.TryGetProperty("field", out JsonElement at) ? at.GetString() : null);
    }

    [TestMethod]
    [DataRow("""{ "latency_sec": 0.1, "jitter_sec": 0.05, "direction": "both" }""")]
    [DataRow("""{ "bytes_per_sec": 1000, "slicer": { "size": 10, "variation": 3, "gap_sec": 0.01 }, "slow_close_sec": 1, "limit_data": 100 }""")]
    [DataRow("""{ "reset_after_bytes": 10, "probability": 0.5, "seed": -3, "first_calls": 2, "after_call": 1, "whole_connection": true }""")]
    [DataRow("""{ "down": true, "predicates": { "host": "a.test" } }""")]
    [DataRow("""{ "loss": 0.1, "direction": "up", "seed": "-9223372036854775808" }""")]
    public async Task Every_fault_can_be_written(string body)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement fault) = await rig.PostAsync("sessions/current/faults", body);
        using HttpResponseMessage removed = await rig.Plain.DeleteAsync("sessions/current/faults");

        Assert.AreEqual(201, status, fault.ToString());
        Assert.AreEqual(204, (int)removed.StatusCode);
        Assert.IsEmpty(await rig.Session.FaultsAsync());
    }
}
