using System.Net;
using System.Net.Sockets;
using Shop.Tests.Support;

namespace Shop.Tests.Traffic;

/// <summary>A container beside the shop that calls outside.</summary>
[DistributedTestClass<Projects.AppHost>]
[Lanes("aspire")]
[TestCategory("aspire")]
public sealed class ContainerTests
{
    // The image has no client for HTTP, and goes the way of one: a tunnel through the proxy, TLS with a certificate that it trusts, a request.
    private const string Script =
        """
        printf '%s\r\n' 'POST /charges HTTP/1.1' 'Host: payments.example.com' 'Connection: close' 'Content-Length: 2' '' '{}' |
          openssl s_client -quiet -verify_return_error -verify_hostname payments.example.com -servername payments.example.com \
            -proxy "${HTTPS_PROXY#http://}" -connect payments.example.com:443 |
          tee /dev/stderr | grep --quiet ch_1
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private static void ConfigureApp(IDistributedApplicationBuilder builder) => builder
        .AddContainer("caller", "postgres", "18.3")
        .WithEntrypoint("/bin/bash")
        .WithArgs("-c", Script)
        .WithProxy(builder.CreateResourceBuilder<InterceptingProxyResource>("proxy"))
        .WithExplicitStart();

    [TestMethod]
    public async Task What_a_container_calls_outside_is_mocked_and_what_is_not_in_its_network_does_not_reach_the_proxy_that_way(TestApp app)
    {
        app.Proxy.When(PaymentProvider.Charge).Respond(PaymentProvider.Accept);

        await app.StartResourceAsync("caller");
        ResourceEvent ended = await app.ResourceNotifications
            .WaitForResourceAsync("caller", e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text))
            .WaitAsync(s_limit);

        Assert.AreEqual(0, ended.Snapshot.ExitCode, app.ReadLog("caller"));
        await app.Proxy.AssertOnceAsync(PaymentProvider.Charge);
        Uri proxy = new(ended.Snapshot.EnvironmentVariables.Single(v => v.Name == "HTTPS_PROXY").Value!);
        Assert.AreEqual(0, await SendAsync(IPAddress.Loopback, IPEndPoint.Parse(proxy.Authority)), "The connection is closed without an answer.");
    }

    private static async Task<int> SendAsync(IPAddress from, IPEndPoint to)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(to);
        try
        {
            await socket.SendAsync("GET http://payments.example.com/ HTTP/1.1\r\nHost: payments.example.com\r\n\r\n"u8.ToArray());
            return await socket.ReceiveAsync(new byte[100]).WaitAsync(s_limit);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return 0;
        }
    }
}
