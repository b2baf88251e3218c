using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Engine.Health;

namespace TestOrchestrator.Engine.Tests.Health;

[TestClass]
public sealed class HttpProbeTests : IDisposable
{
    private readonly ProbeHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public async Task The_status_that_is_expected_satisfies_it()
    {
        await using HttpAnswers answers = Listen("418 I'm a teapot", "");

        Assert.IsTrue((await LookAsync(answers, 418)).IsSatisfied);
    }

    [TestMethod]
    public async Task Another_status_is_told_with_its_answer()
    {
        await using HttpAnswers answers = Listen("503 Service Unavailable", "Not yet.");

        Assert.AreEqual($"status 503 instead of 200 from http://{answers.EndPoint}/health: Not yet.", (await LookAsync(answers)).Saw);
    }

    // A redirect to a page for signing in would look healthy.
    [TestMethod]
    public async Task A_redirect_is_not_followed()
    {
        await using HttpAnswers answers = Listen("302 Found\r\nLocation: /", "");

        Assert.AreEqual($"status 302 instead of 200 from http://{answers.EndPoint}/health", (await LookAsync(answers)).Saw);
        Assert.AreEqual("GET /health HTTP/1.1", string.Join(", ", answers.Requests));
    }

    [TestMethod]
    public async Task An_answer_in_letters_that_nobody_knows_is_told_as_well_as_can_be()
    {
        await using HttpAnswers answers = Listen("500 Internal Server Error", "It is broken.", "text/plain; charset=of-another-world");

        Assert.AreEqual($"status 500 instead of 200 from http://{answers.EndPoint}/health: It is broken.", (await LookAsync(answers)).Saw);
    }

    [TestMethod]
    public async Task Nobody_there_is_told()
    {
        HttpAnswers answers = Listen("200 OK", "");
        await answers.DisposeAsync();

        Assert.AreEqual($"Connection refused ({answers.EndPoint}) from http://{answers.EndPoint}/health", (await LookAsync(answers)).Saw);
    }

    [TestMethod]
    public async Task Somebody_who_speaks_another_language_is_told()
    {
        await using HttpAnswers answers = Listen("nonsense", "");

        Assert.AreEqual($"Received an invalid status code: 'non'. from http://{answers.EndPoint}/health", (await LookAsync(answers)).Saw);
    }

    [TestMethod]
    public async Task A_look_that_is_canceled_saw_nothing()
    {
        await using HttpAnswers answers = Listen("200 OK", "");

        await Assert.ThrowsAsync<OperationCanceledException>(() => HttpProbe.LookAsync(_client, new($"http://{answers.EndPoint}/"), 200, new CancellationToken(canceled: true)).AsTask());
    }

    [TestMethod]
    public async Task A_certificate_that_nobody_trusts_is_good_enough()
    {
        using RSA key = RSA.Create(2048);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = new CertificateRequest("CN=elsewhere", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-2), now.AddDays(-1));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, certificate);

        Observation seen = await HttpProbe.LookAsync(_client, new($"https://{listener.LocalEndpoint}/"), 200, CancellationToken.None);

        await serving.Soon();
        Assert.AreEqual("what was awaited", seen.Saw);
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        await stream.ReadAtLeastAsync(new byte[1], 1);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
    }

    private static HttpAnswers Listen(string status, string body, string contentType = "text/plain")
    {
        HttpAnswers answers = HttpAnswers.Listen(new(IPAddress.Loopback, 0));
        answers.Always(status, body, contentType);
        return answers;
    }

    private async Task<Observation> LookAsync(HttpAnswers answers, int status = 200) =>
        await HttpProbe.LookAsync(_client, new($"http://{answers.EndPoint}/health"), status, CancellationToken.None).AsTask().Soon();
}
