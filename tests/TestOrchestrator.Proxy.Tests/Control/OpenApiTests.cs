using System.Text.Json;
using System.Text.RegularExpressions;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed partial class OpenApiTests
{
    [TestMethod]
    public async Task The_document_describes_what_is_routed()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement document) = await rig.GetAsync("openapi.json");

        string[] described =
        [
            .. document.GetProperty("paths").EnumerateObject().SelectMany(
                p => p.Value.EnumerateObject().Select(o => $"{o.Name.ToUpperInvariant()} {p.Name} {o.Value.GetProperty("operationId").GetString()}")).Order(StringComparer.Ordinal),
        ];
        string[] routed = [.. RouteTable.All.Select(r => $"{r.Method} {RouteTable.Prefix}{r.Path} {r.Operation}").Order(StringComparer.Ordinal)];
        Assert.AreEqual(200, status);
        Assert.AreEqual("3.1.0", document.GetProperty("openapi").GetString());
        Assert.AreEqual(string.Join('\n', routed), string.Join('\n', described));
        Assert.HasCount(RouteTable.All.Length, RouteTable.All.Select(r => r.Operation).Distinct());
    }

    [TestMethod]
    public async Task Every_reference_leads_somewhere()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (_, JsonElement document) = await rig.GetAsync("openapi.json");

        string[] known = [.. document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(s => s.Name)];
        string[] named = [.. References().Matches(document.GetRawText()).Select(m => m.Groups[1].Value).Distinct().Order()];
        Assert.AreEqual(string.Join(' ', known.Order()), string.Join(' ', named));
    }

    [TestMethod]
    public async Task Answers_are_what_the_document_says()
    {
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Fail);
        string scope = (await rig.Session.OpenScopeAsync("a test")).Id;
        string mock = (await rig.Session.AddMockAsync(new MockDefinition { MustBeCalled = JsonDocument.Parse("true").RootElement, Predicates = new Predicates { Host = "a.test" }, Response = new ResponseDefinition { Text = "a" } })).Id;
        string gate = (await rig.Session.AddGateAsync(scope: scope)).Id;
        string recording = (await rig.Session.UseRecordingAsync(new RecordingDefinition { Scope = scope, Mode = "off" })).Used.Id;
        await rig.Session.AddFaultAsync(new FaultDefinition { Scope = scope, Predicates = new Predicates { Host = "e.test" }, Down = true });
        await rig.Session.AddHostRuleAsync("b.test", "block");
        await rig.Session.RedirectAsync("c.test", "127.0.0.1:1");
        await rig.Proxy.Client().GetStringAsync("http://a.test/");
        foreach (string host in (string[])["b", "c", "d"])
        {
            using HttpResponseMessage refused = await rig.Proxy.Client().GetAsync($"http://{host}.test/");
        }

        foreach (ControlRoute route in RouteTable.All.Where(r => r is { Method: "GET", Answer: not null }))
        {
            string path = route.Path.TrimStart('/').Replace("{session}", "current", StringComparison.Ordinal).Replace("{scope}", scope, StringComparison.Ordinal)
                .Replace("{mock}", mock, StringComparison.Ordinal).Replace("{gate}", gate, StringComparison.Ordinal).Replace("{recording}", recording, StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal);
            (int status, JsonElement answer) = await rig.GetAsync(path);

            Assert.AreEqual((int)route.Status, status, path);
            AssertFits(route, answer);
        }

        (_, JsonElement committed) = await rig.PostAsync($"sessions/current/recordings/{recording}/commit", "");
        AssertFits(RouteTable.All.Single(r => r.Operation == "commitRecording"), committed);
        using HttpResponseMessage ended = await rig.Plain.DeleteAsync($"sessions/current/scopes/{scope}");
        AssertFits(RouteTable.All.Single(r => r.Operation == "endScope"), (await ControlRig.ReadAsync(ended)).Body);
    }

    [TestMethod]
    public void Every_route_does_something()
    {
        Assert.IsTrue(RouteTable.All.All(r => r.HandleAsync is not null));
    }

    private static void AssertFits(ControlRoute route, JsonElement answer)
    {
        List<ControlFinding> findings = [];
        route.Answer!.Check(answer, "", findings);
        Assert.IsEmpty(findings, $"{route.Operation}: {string.Join('\n', findings.Select(f => f.Message))}");
    }

    [GeneratedRegex("\"#/components/schemas/([A-Za-z]+)\"")]
    private static partial Regex References();
}
