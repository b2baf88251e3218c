using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlSessionTests
{
    [TestMethod]
    public async Task A_session_is_opened_used_and_ended()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ControlledSession session = await rig.Control.OpenSessionAsync(new SessionDefinition { Name = "a test", Unmatched = "fail" });
        SessionReport report = await session.GetAsync();
        await session.AddMockAsync(new MockDefinition { MustBeCalled = JsonDocument.Parse("true").RootElement, Response = new ResponseDefinition { Text = "of the session" } });
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new System.Net.WebProxy(report.Address) });

        string answer = await client.GetStringAsync("http://a.test/");
        IReadOnlyList<SessionReport> open = await rig.Control.SessionsAsync();
        EndReport end = await session.EndAsync();
        IReadOnlyList<SessionReport> left = await rig.Control.SessionsAsync();

        Assert.AreEqual("of the session", answer);
        Assert.AreEqual("a test, session", string.Join(", ", open.Select(s => s.Name)));
        Assert.AreEqual(report.Address.AbsoluteUri.TrimEnd('/'), report.Environment["HTTPS_PROXY"]);
        Assert.IsEmpty(end.Problems);
        Assert.AreEqual("session", left.Single().Name);
        Assert.AreNotEqual("of the session", await AskAgainAsync());

        // The port is free, so another test may listen there by now.
        async Task<string> AskAgainAsync()
        {
            try
            {
                using HttpResponseMessage after = await client.GetAsync("http://a.test/");
                return await after.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException)
            {
                return "nobody";
            }
        }
    }

    [TestMethod]
    public async Task The_session_that_carries_the_request_cannot_be_ended_by_it()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ControlledSession other = await rig.Control.OpenSessionAsync(new SessionDefinition { Name = "other" });
        string id = (await rig.Session.GetAsync()).Id;

        ProxyControlException end = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => rig.Session.EndAsync());
        ProxyControlException suspend = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => rig.Control.Session(id).SuspendAsync());
        using ProxyControlClient overOther = new((await other.GetAsync()).Address, rig.Token);
        await overOther.Session(id).EndAsync();

        Assert.AreEqual((409, "TO2611"), (end.Status, end.Code));
        Assert.AreEqual((409, "TO2611"), (suspend.Status, suspend.Code));
        Assert.AreEqual("other", (await overOther.SessionsAsync()).Single().Name);
    }

    [TestMethod]
    public async Task A_session_is_suspended_and_resumed()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ControlledSession session = await rig.Control.OpenSessionAsync(new SessionDefinition { Name = "other" });
        await session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "a" } });
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new System.Net.WebProxy((await session.GetAsync()).Address) });

        await session.SuspendAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("http://a.test/"));
        await session.ResumeAsync();

        Assert.AreEqual("a", await client.GetStringAsync("http://a.test/"));
    }

    [TestMethod]
    public async Task Options_that_contradict_each_other_are_told_as_in_a_program()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        ProxyControlException open = await Assert.ThrowsExactlyAsync<ProxyControlException>(
            () => rig.Control.OpenSessionAsync(new SessionDefinition { Name = "other", Listen = "0.0.0.0:0" }));
        ProxyControlException taken = await Assert.ThrowsExactlyAsync<ProxyControlException>(
            () => rig.Control.OpenSessionAsync(new SessionDefinition { Name = "other", Listen = rig.Proxy.Session.Endpoint.ToString() }));
        ProxyControlException noPort = await Assert.ThrowsExactlyAsync<ProxyControlException>(
            () => rig.Control.OpenSessionAsync(new SessionDefinition { Name = "other", Listen = "127.0.0.1" }));

        Assert.AreEqual((400, "TO2001"), (open.Status, open.Code));
        Assert.AreEqual((409, "TO2002"), (taken.Status, taken.Code));
        Assert.AreEqual((400, "TO2613", "/listen"), (noPort.Status, noPort.Code, noPort.Field));
    }

    [TestMethod]
    public async Task Sessions_share_a_port()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        string owner = (await rig.Session.GetAsync()).Id;
        ControlledSession guest = await rig.Control.OpenSessionAsync(new SessionDefinition { Name = "guest", SharedWith = owner });
        await guest.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "of the guest" } });
        using HttpRequestMessage request = new(HttpMethod.Get, "http://a.test/");
        request.Headers.Add("baggage", "to.session=guest");

        using HttpResponseMessage response = await rig.Proxy.Client().SendAsync(request);

        Assert.AreEqual("of the guest", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Hosts_are_blocked_and_let_through_again()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "a" } });
        HostRuleReport rule = await rig.Session.AddHostRuleAsync("*.test", "block");
        using HttpResponseMessage blocked = await rig.Proxy.Client().GetAsync("http://a.test/");
        IReadOnlyList<HostRuleReport> rules = await rig.Session.HostRulesAsync();

        await rig.Session.RemoveHostRuleAsync(rule.Id);

        Assert.AreEqual(403, (int)blocked.StatusCode);
        Assert.AreEqual(rule, rules.Single());
        Assert.AreEqual("a", await rig.Proxy.Client().GetStringAsync("http://a.test/"));
    }

    [TestMethod]
    public async Task Requests_are_redirected_until_that_is_removed()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync("of the origin");
        await using ControlRig rig = await ControlRig.StartAsync();
        RedirectReport redirect = await rig.Session.RedirectAsync("api.test", origin.Address.GetLeftPart(UriPartial.Authority));
        string answer = await rig.Proxy.Client().GetStringAsync("http://api.test/");
        IReadOnlyList<RedirectReport> listed = await rig.Session.RedirectsAsync();
        ExchangeReport exchange = (await rig.Session.WaitForAsync()).Single();

        await rig.Session.RemoveRedirectAsync(redirect.Id);
        using HttpResponseMessage after = await rig.Proxy.Client().GetAsync("http://api.test/");

        Assert.AreEqual("of the origin", answer);
        Assert.AreEqual(redirect, listed.Single());
        Assert.AreEqual($"{origin.Address.GetLeftPart(UriPartial.Authority)}/", exchange.RedirectedTo + (exchange.RedirectedTo!.EndsWith('/') ? "" : "/"));
        Assert.AreEqual(502, (int)after.StatusCode);
    }
}
