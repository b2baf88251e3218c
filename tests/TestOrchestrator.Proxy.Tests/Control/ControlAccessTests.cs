using System.Net;
using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlAccessTests
{
    [TestMethod]
    public async Task Without_the_option_there_is_no_control_API()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using ProxyControlClient client = new(proxy.Session.Address, "a token of sixteen letters or more");

        ProxyControlException refused = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => client.SessionsAsync());

        Assert.AreEqual("TO2631", refused.Code);
        StringAssert.Contains(refused.Message, "status 400");
    }

    [TestMethod]
    public async Task Other_paths_are_still_refused_as_meant_for_a_server()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        using HttpResponseMessage response = await rig.Plain.GetAsync(new Uri(rig.Proxy.Session.Address, "/other"));

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        StringAssert.StartsWith(await response.Content.ReadAsStringAsync(), "TO2308");
    }

    [TestMethod]
    [DataRow(null, "no Authorization header")]
    [DataRow("Bearer wrong", "another token")]
    [DataRow("Bearer", "another scheme than Bearer")]
    [DataRow("Basic dXNlcjpwYXNzd29yZA==", "another scheme than Bearer")]
    public async Task Without_the_token_nothing_is_told(string? authorization, string seen)
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];

        (int status, JsonElement problem) = await rig.SendAsync(HttpMethod.Get, "sessions", headers);
        (int ofNothing, _) = await rig.SendAsync(HttpMethod.Get, "nothing", headers);

        Assert.AreEqual(401, status);
        Assert.AreEqual(401, ofNothing);
        Assert.AreEqual("TO2601", problem.GetProperty("code").GetString());
        Assert.AreEqual(seen, problem.GetProperty("seen").GetString());
    }

    [TestMethod]
    public async Task Health_and_the_certificate_need_no_token()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = rig.Plain.BaseAddress };

        (int status, JsonElement health) = await rig.SendAsync(HttpMethod.Get, "health");
        string certificate = await client.GetStringAsync("ca.pem");

        Assert.AreEqual(200, status);
        Assert.AreEqual("ok", health.GetProperty("status").GetString());
        Assert.AreEqual(rig.Proxy.Authority.CertificatePem + "\n", certificate);
    }

    [TestMethod]
    [DataRow("Origin", "https://evil.example")]
    [DataRow("Origin", "null")]
    [DataRow("Sec-Fetch-Site", "cross-site")]
    [DataRow("Sec-Fetch-Site", "same-origin")]
    [DataRow("Host", "evil.example")]
    [DataRow("Host", "localhost.evil.example:80")]
    public async Task A_web_page_cannot_use_it_even_with_the_token(string header, string value)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.SendAsync(HttpMethod.Get, "sessions", ("Authorization", $"Bearer {rig.Token}"), (header, value));

        Assert.AreEqual(403, status);
        Assert.AreEqual("TO2602", problem.GetProperty("code").GetString());
    }

    [TestMethod]
    [DataRow("localhost")]
    [DataRow("127.0.0.1:1")]
    [DataRow("[::1]:8888")]
    [DataRow("proxy.example.com:8888")]
    public async Task Addresses_localhost_and_listed_names_are_its_own(string host)
    {
        await using ControlRig rig = await ControlRig.StartAsync(options: new ControlOptions { Hosts = ["Proxy.example.com"] });

        (int status, _) = await rig.SendAsync(HttpMethod.Get, "sessions", ("Authorization", $"Bearer {rig.Token}"), ("Host", host));

        Assert.AreEqual(200, status);
    }

    [TestMethod]
    public async Task What_a_client_sends_to_an_origin_is_not_for_the_control_API()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync("of the origin");
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        using RawConnection through = await RawConnection.ConnectThroughAsync(rig.Proxy.Session, origin.Address.Authority);

        await through.SendAsync($"GET /_to/v1/health HTTP/1.1\r\nHost: {origin.Address.Authority}\r\nConnection: close\r\n\r\n");
        string inTunnel = await through.ReadToEndAsync().Soon();
        string absolute = await rig.Proxy.Client().GetStringAsync(new Uri(origin.Address, "/_to/v1/health"));

        StringAssert.EndsWith(inTunnel.TrimEnd('0', '\r', '\n'), "of the origin");
        Assert.AreEqual("of the origin", absolute);
        Assert.HasCount(2, rig.Proxy.Root.Exchanges);
    }

    [TestMethod]
    public async Task A_client_of_the_proxy_needs_the_token_too()
    {
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);

        using HttpResponseMessage response = await rig.Proxy.Client().GetAsync(new Uri(rig.Proxy.Session.Address, "/_to/v1/sessions"));

        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [TestMethod]
    public async Task Requests_of_the_control_API_are_not_in_the_log()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        await rig.Control.SessionsAsync();

        IReadOnlyList<RecordedExchange> exchanges = rig.Proxy.Root.Exchanges;
        Assert.IsEmpty(exchanges);
    }

    [TestMethod]
    public void Tokens_are_256_bits_and_differ()
    {
        ControlOptions one = new();
        ControlOptions other = new();

        Assert.AreEqual(64, one.Token.Length);
        Assert.AreNotEqual(one.Token, other.Token);
        Assert.IsFalse(one.ToString().Contains(one.Token, StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Bad_options_are_all_told_at_once()
    {
        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => ControlRig.StartAsync(options: new ControlOptions { Token = "short", Hosts = ["a b"] }));

        Assert.AreEqual(
            "TO2600: The control API cannot be offered: Token is shorter than 16 characters, or has some that a bearer token cannot have; use letters, digits and '-._~+/='. "
            + "Hosts holds 'a b', which is not a host name. Write 'proxy.example.com'.",
            refused.Message);
    }
}
