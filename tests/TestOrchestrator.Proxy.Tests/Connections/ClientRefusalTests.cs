using System.Net.Security;
using System.Security.Authentication;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class ClientRefusalTests
{
    [TestMethod]
    public async Task A_client_that_does_not_trust_the_authority_is_a_problem_with_a_hint()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => proxy.Client(trust: false).GetAsync(new Uri("https://api.example.com/")).Soon());

        ProxyProblem problem = await proxy.ProblemAsync();
        Assert.AreEqual("TO2303", problem.Code);
        Assert.AreEqual("session", problem.Scope);
        Assert.IsNull(problem.Exchange);
        StringAssert.StartsWith(problem.Message, "TO2303: A client of session 'session' did not accept the certificate for 'api.example.com': ");
        StringAssert.EndsWith(problem.Message, $"""
            .
            Most clients that do so do not trust the proxy's authority, {proxy.Authority.CertificatePath}. Start the client with the variables of ProxyEnvironment,
            give it that certificate in its own way, or list 'api.example.com' in the session's Tunnel so that its TLS is not opened.
            """);
        Assert.IsEmpty(proxy.Root.Exchanges);
    }

    [TestMethod]
    public async Task A_client_of_TLS_1_2_that_does_not_trust_the_authority_is_a_problem_too()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "api.example.com:443");
        await using SslStream tls = new(client.Stream);

        await Assert.ThrowsAsync<AuthenticationException>(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "api.example.com",
#pragma warning disable CA5398 // Both versions behave differently, and both are met.
            EnabledSslProtocols = SslProtocols.Tls12,
#pragma warning restore CA5398
        }).Soon());
        client.Dispose();

        Assert.AreEqual("TO2303", (await proxy.ProblemAsync()).Code);
    }

    [TestMethod]
    public async Task A_connection_that_was_opened_ahead_of_need_is_no_problem()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        await proxy.Client().GetAsync(new Uri("https://api.example.com/")).Soon();
        using (RawConnection unused = await RawConnection.ConnectThroughAsync(proxy.Session, "api.example.com:443"))
        {
            await using SslStream tls = new(unused.Stream);
            SslClientAuthenticationOptions options = proxy.Trust();
            options.TargetHost = "api.example.com";
            await tls.AuthenticateAsClientAsync(options).Soon();
            unused.EndSending();
            await unused.ReadToEndAsync().Soon();
        }

        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_client_that_speaks_something_else_within_TLS_is_a_problem_with_a_hint()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "db.example.com:5432");
        await using SslStream tls = new(client.Stream);
        SslClientAuthenticationOptions options = proxy.Trust();
        options.TargetHost = "db.example.com";
        await tls.AuthenticateAsClientAsync(options).Soon();

        await tls.WriteAsync(new byte[] { 1, 2, 3 });
        Assert.AreEqual(
            "TO2304: A client of session 'session' speaks TLS with 'db.example.com:5432', but not HTTP in it, so it was refused. List the host in the session's Tunnel to relay it unread.",
            (await proxy.ProblemAsync()).Message);
    }
}
