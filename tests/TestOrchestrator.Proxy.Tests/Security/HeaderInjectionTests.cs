using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Security;

[TestClass]
public sealed class HeaderInjectionTests
{
    private const string Injection = "x\r\nSet-Cookie: a=1";

    [TestMethod]
    public async Task No_name_and_no_value_that_is_said_can_end_its_line()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        MockSetup mock = proxy.Root.When(r => r);
        Action[] said =
        [
            () => mock.Respond(r => r.Header("X", Injection)),
            () => mock.Respond(r => r.Header(Injection, "1")),
            () => mock.Respond(r => r.Header("X", "a\nb")),
            () => mock.Respond(r => r.Header("X", "a\rb")),
            () => mock.Respond(r => r.Header("X", "a\0b")),
            () => mock.Respond(r => r.Header("X", "a\u0085b")),
            () => mock.Respond(r => r.Header("X", "a\u2028b")),
            () => mock.Respond(r => r.Text("", Injection)),
            () => mock.Respond(r => r.Bytes(default, Injection)),
            () => mock.Respond(r => r.Template("", Injection)),
            () => mock.Modify(request: m => m.Header("X", Injection)),
            () => mock.Modify(request: m => m.Header(Injection, "1")),
            () => mock.Modify(request: m => m.AddHeader("X", Injection)),
            () => mock.Modify(request: m => m.RemoveHeader(Injection)),
            () => mock.Modify(request: m => m.Header("Host", Injection)),
            () => mock.Modify(response: m => m.Header("X", "a", Injection)),
            () => mock.Modify(response: m => m.AddHeader(Injection, "1")),
            () => proxy.Root.Redirect("h", Injection),
            () => proxy.Root.Redirect("h", $"https://a{Injection}"),
            () => proxy.Root.Redirect(Injection, "h"),
        ];

        for (int i = 0; i < said.Length; i++)
        {
            Assert.ThrowsExactly<ProxyException>(said[i], $"number {i}");
        }
    }

    [TestMethod]
    public async Task Values_of_a_request_do_not_end_a_line_of_its_answer()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r).Respond(request => new MockResponse().Header("X", Uri.UnescapeDataString(request.Url.Query)).Text("answered"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("GET http://h/?x%0d%0aSet-Cookie:%20a=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        string answer = await client.ReadToEndAsync().Soon();
        StringAssert.StartsWith(answer, "HTTP/1.1 500 ");
        Assert.DoesNotContain("\nSet-Cookie", answer);
    }

    [TestMethod]
    public async Task A_parameter_is_escaped()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Modify(request: m => m.Query("q", $"1 HTTP/1.1\r\nX: {Injection}"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();
        string head = await received.ReadHeadAsync().Soon();
        StringAssert.StartsWith(head, "GET /?q=1");
        Assert.HasCount(4, head.Split("\r\n"));
    }
}
