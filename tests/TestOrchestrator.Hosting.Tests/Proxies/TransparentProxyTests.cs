using System.Runtime.Versioning;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.Hosting.Tests.Scenes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Proxies;

/// <summary>Programs that know of no proxy, on a machine on which none of the names that they use exists.</summary>
[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class TransparentProxyTests
{
    private const string Url = "https://outside.example.com/path?q=1";

    [TestMethod]
    public async Task A_client_that_is_told_to_use_no_proxy_is_answered_by_a_mock_and_recorded()
    {
        Curl.OrSkip();
        await using TransparentClient client =
            await TransparentClient.StartAsync(["curl", "--silent", "--show-error", "--noproxy", "*", Url]);
        client.Proxy.When(r => r.Get(Url)).Respond(j => j.Text("mocked"));

        Assert.AreEqual("mocked", await client.RunAsync());
        Assert.AreEqual(Url, client.Proxy.Exchanges.Single().Request.Url.ToString());
    }

    [TestMethod]
    public async Task So_is_a_client_of_dotnet_that_uses_no_proxy()
    {
        await using TransparentClient client = await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "get", Url]);
        client.Proxy.When(r => r.Get(Url)).Respond(j => j.Text("mocked"));

        Assert.AreEqual("mocked", await client.RunAsync());
    }

    [TestMethod]
    public async Task So_is_what_a_program_starts()
    {
        Curl.OrSkip();
        await using TransparentClient client = await TransparentClient.StartAsync(["sh", "-c", $"(curl -sS '{Url}')"]);
        client.Proxy.When(r => r.Get(Url)).Respond(j => j.Text("mocked"));

        Assert.AreEqual("mocked", await client.RunAsync());
    }

    [TestMethod]
    [DataRow("http://outside.example.com:8080/")]
    [DataRow("http://203.0.113.7/")]
    [DataRow("https://203.0.113.7:8443/")]
    [DataRow("http://[2001:db8::7]/")]
    [DataRow("https://[2001:db8::7]/")]
    public async Task Any_port_and_any_address_is_led_to_the_proxy(string url)
    {
        await using TransparentClient client = await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "get", url]);
        client.Proxy.When(r => r.Get(url)).Respond(j => j.Text("mocked"));

        Assert.AreEqual("mocked", await client.RunAsync());
    }

    [TestMethod]
    public async Task Another_protocol_is_known_by_the_name_of_its_server()
    {
        await using LineOrigin origin = new();
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "say", "queue.example.com", "5672", "hello"]);
        client.Proxy.Redirect("queue.example.com:5672", $"127.0.0.1:{origin.Port}");

        Assert.AreEqual("HELLO", await client.RunAsync());
        RecordedExchange tunnel = client.Proxy.Exchanges.Single();
        Assert.AreEqual("tcp://queue.example.com:5672/", tunnel.Request.Url.ToString());
        Assert.AreEqual((6L, 6L), (tunnel.Tunnel!.BytesSent, tunnel.Tunnel.BytesReceived));
    }

    [TestMethod]
    public async Task What_is_on_loopback_is_reached_directly()
    {
        await using LineOrigin origin = new();
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "say", "127.0.0.1", $"{origin.Port}", "hello"]);

        Assert.AreEqual("HELLO", await client.RunAsync());
        Assert.IsEmpty(client.Proxy.Exchanges);
    }

    [TestMethod]
    public async Task What_the_policy_does_not_let_through_is_refused_and_told()
    {
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "say", "queue.example.com", "5672", "hello"]);

        Assert.AreEqual("ConnectionReset", await client.RunAsync());
        Assert.AreEqual("TO2302", client.Proxy.Problems.Single().Code);
    }

    [TestMethod]
    public async Task A_blocked_host_refuses_the_connection()
    {
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "say", "queue.example.com", "5672", "hello"]);
        client.Session.Hosts.Block("queue.example.com");

        Assert.AreEqual("ConnectionRefused", await client.RunAsync());
    }

    [TestMethod]
    public async Task A_proxy_that_is_down_refuses_connections()
    {
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "say", "queue.example.com", "5672", "hello"]);
        await client.Session.SuspendAsync();

        Assert.AreEqual("ConnectionRefused", await client.RunAsync());
    }

    [TestMethod]
    public async Task Every_name_has_an_address_that_is_nobodys()
    {
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "resolve", "no.such.name.example"]);

        StringAssert.StartsWith(await client.RunAsync(), "198.18.0.");
    }

    [TestMethod]
    public async Task Many_connections_at_the_same_time_are_all_led_to_it()
    {
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "get-often", "http://outside.example.com/", "100"]);
        client.Proxy.When(r => r.Host("outside.example.com")).Respond(j => j.Text("mocked"));

        Assert.AreEqual("100 x mocked", await client.RunAsync());
        Assert.HasCount(100, client.Proxy.Exchanges);
    }

    [TestMethod]
    public async Task Signals_do_not_disturb_it()
    {
        await using TransparentClient client =
            await TransparentClient.StartAsync([.. TransparentClient.Dotnet, "collect-while-getting", "http://outside.example.com/", "200"]);
        client.Proxy.When(r => r.Host("outside.example.com")).Respond(j => j.Text("."));

        Assert.AreEqual(new string('.', 200), await client.RunAsync());
        Assert.HasCount(200, client.Proxy.Exchanges);
    }

    [TestMethod]
    public async Task Nothing_is_left_of_programs_that_have_ended()
    {
        Curl.OrSkip();
        await using TransparentClient client = await TransparentClient.StartAsync(["curl", "-sS", "http://outside.example.com/"]);
        client.Proxy.When(r => r.Host("outside.example.com")).Respond(j => j.Text("mocked"));

        for (int i = 0; i < 5; i++)
        {
            await client.RunAsync();
        }

        await Eventually.IsTrueAsync(() => client.HeldByNursery().Count == 0, "the nursery holds nothing for clients that have ended");
    }

    [TestMethod]
    public async Task As_long_as_a_program_runs_the_nursery_hears_of_it()
    {
        Curl.OrSkip();
        await using TransparentClient client =
            await TransparentClient.StartAsync(["sh", "-c", "curl -sS http://outside.example.com/ && sleep 600"]);
        client.Proxy.When(r => r.Host("outside.example.com")).Respond(j => j.Text("mocked"));
        await client.StartAsync();
        await client.Proxy.WaitForAsync(r => r.Host("outside.example.com"));

        Assert.AreEqual("anon_inode:seccomp notify connects watched start", string.Join(' ', client.HeldByNursery().Where(h => h != "greeting").Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public async Task It_needs_no_root()
    {
        Curl.OrSkip();
        using OrdinaryUser user = new();

        OtherProcessResult result =
            await OtherProcess.RunAsync(HostingScenes.Transparent, user.Options(), "sh", "-c", "test $(id -u) -ne 0 && curl -sS https://outside.example.com/");

        Assert.AreEqual("answered", result.Output, $"{result}");
    }
}
