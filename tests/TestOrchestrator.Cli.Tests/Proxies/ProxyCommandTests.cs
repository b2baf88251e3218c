using System.Net;
using System.Net.Http.Headers;

namespace TestOrchestrator.Cli.Tests.Proxies;

[TestClass]
public sealed class ProxyCommandTests
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [TestMethod]
    [DataRow(Interrupt)]
    [DataRow(Terminate)]
    public async Task It_serves_until_a_signal_and_leaves_nothing_but_the_traffic(int signal)
    {
        await using Orch orch = new();
        string har = Path.Combine(orch.Write("out", "other.txt", ""), "traffic.har");
        await using RunningProxy proxy = await RunningProxy.StartAsync(orch, "--unmatched", "fail", "--har", har);
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) { BypassProxyOnLocal = false } });
        using HttpClient control = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(proxy.Report.GetProperty("control").GetString()!) };
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(proxy.TokenFile)).Trim());
        using HttpResponseMessage added = await control.PostAsync("sessions/current/mocks", new StringContent("""{ "response": { "text": "a" } }"""));

        string answer = await client.GetStringAsync("http://a.test/");
        UnixFileMode mode = File.GetUnixFileMode(proxy.TokenFile);
        (int exitCode, string errors) = await proxy.EndAsync(signal);

        Assert.AreEqual(201, (int)added.StatusCode);
        Assert.AreEqual("a", answer);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.AreEqual((0, ""), (exitCode, errors));
        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(proxy.TokenFile)));
        using JsonDocument written = JsonDocument.Parse(await File.ReadAllTextAsync(har));
        Assert.AreEqual("http://a.test/", written.RootElement.GetProperty("log").GetProperty("entries")[0].GetProperty("request").GetProperty("url").GetString());
    }

    [TestMethod]
    public async Task A_token_that_is_there_is_used_and_kept()
    {
        await using Orch orch = new();
        string token = Secret(orch, "token", "a-token-of-the-user-0123456789");
        await using RunningProxy proxy = await RunningProxy.StartAsync(orch, "--token-file", token);
        using HttpClient control = new(new SocketsHttpHandler { UseProxy = false });
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a-token-of-the-user-0123456789");

        using HttpResponseMessage response = await control.GetAsync($"{proxy.Address}_to/v1/sessions");
        await proxy.EndAsync(Terminate);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual(token, proxy.TokenFile);
        Assert.IsTrue(File.Exists(token));
    }

    [TestMethod]
    public async Task Clients_give_the_credentials_of_the_file()
    {
        await using Orch orch = new();
        string file = Secret(orch, "credentials", "user:secret:word");
        await using RunningProxy proxy = await RunningProxy.StartAsync(orch, "--credentials-file", file, "--unmatched", "fail");
        using HttpClient without = new(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) { BypassProxyOnLocal = false } });
        using HttpClient with = new(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) { BypassProxyOnLocal = false, Credentials = new NetworkCredential("user", "secret:word") } });

        using HttpResponseMessage refused = await without.GetAsync("http://a.test/");
        using HttpResponseMessage unmatched = await with.GetAsync("http://a.test/");

        Assert.AreEqual(407, (int)refused.StatusCode);
        Assert.AreEqual(502, (int)unmatched.StatusCode);
        Assert.IsFalse(proxy.Report.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task What_was_recorded_answers_later()
    {
        await using Orch orch = new();
        string file = Path.Combine(orch.Write("out", "other.txt", ""), "Recordings", "traffic.har");
        await using (RunningProxy origin = await RunningProxy.StartAsync(orch))
        await using (RunningProxy recording = await RunningProxy.StartAsync(orch, "--recording", file, "--recording-mode", "record", "--redirect", $"origin.test={origin.Address}", "--redact-header", "X-Key"))
        {
            using HttpClient client = new(new SocketsHttpHandler { Proxy = new WebProxy(recording.Address) });
            using HttpRequestMessage request = new(HttpMethod.Get, "http://origin.test/_to/v1/health") { Headers = { { "X-Key", "12345678" } } };
            using HttpResponseMessage health = await client.SendAsync(request);
            (int exitCode, string errors) = await recording.EndAsync(Terminate);

            Assert.AreEqual((0, ""), (exitCode, errors));
        }

        string written = await File.ReadAllTextAsync(file);
        await using RunningProxy replaying = await RunningProxy.StartAsync(orch, "--recording", file, "--recording-mode", "replay");
        using HttpClient later = new(new SocketsHttpHandler { Proxy = new WebProxy(replaying.Address) });
        string known = await later.GetStringAsync("http://origin.test/_to/v1/health");
        using HttpResponseMessage missed = await later.GetAsync("http://origin.test/other");

        StringAssert.Contains(written, "X-Key");
        Assert.IsFalse(written.Contains("1234", StringComparison.Ordinal), written);
        StringAssert.Contains(known, "\"ok\"");
        Assert.AreEqual("replay-miss", missed.Headers.GetValues("X-TestOrchestrator").Single());
    }

    [TestMethod]
    public async Task Hosts_are_found_reset_and_redacted_as_it_is_told()
    {
        await using Orch orch = new();
        string har = Path.Combine(orch.Write("out", "other.txt", ""), "traffic.har");
        await using RunningProxy origin = await RunningProxy.StartAsync(orch);
        await using RunningProxy proxy = await RunningProxy.StartAsync(
            orch, "--address", $"origin.test={new Uri(origin.Address).Authority}", "--reset", "reset.test", "--redact-header", "X-Key", "--har", har);
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) });
        using HttpRequestMessage request = new(HttpMethod.Get, "http://origin.test/_to/v1/health") { Headers = { { "X-Key", "1234" } } };

        using HttpResponseMessage found = await client.SendAsync(request);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://reset.test/"));
        await proxy.EndAsync(Terminate);

        Assert.AreEqual(403, (int)found.StatusCode, "The host is not one of the control API.");
        string written = await File.ReadAllTextAsync(har);
        StringAssert.Contains(written, "X-Key");
        Assert.IsFalse(written.Contains("1234", StringComparison.Ordinal), written);
    }

    [TestMethod]
    public async Task What_it_cannot_do_is_said_at_once()
    {
        await using Orch orch = new();
        string open = Path.Combine(orch.Write("open", "token", "a-token-of-the-user-0123456789"), "token");
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        string noUser = Secret(orch, "credentials", "secret");

        foreach ((string code, string[] arguments) in (IEnumerable<(string, string[])>)
        [
            ("TO2620", ["--token-file", open]),
            ("TO2621", ["--credentials-file", "/nowhere"]),
            ("TO2622", ["--har", "/nowhere/traffic.har"]),
            ("TO2623", ["--listen", "here"]),
            ("TO2624", ["--credentials-file", noUser]),
            ("TO2625", ["--upstream-proxy", "http://user:secret@proxy.test:3128"]),
            ("TO2011", ["--upstream-proxy", "ftp://nowhere"]),
            ("TO2001", ["--listen", "0.0.0.0:0"]),
            ("TO2620", ["--client-certificate", $"a.test={open}"]),
            ("TO2472", ["--client-certificate", $"a.test={noUser}"]),
            ("TO2475", ["--client-certificate", "a.test"]),
            ("TO2475", ["--address", "a.test=127.0.0.1", "--address", "a.test=127.0.0.2"]),
            ("TO2010", ["--address", "a.test=no host"]),
            ("TO2476", ["--trust", open]),
            ("TO2213", ["--redirect", "a.test=ftp://b.test"]),
            ("TO2102", ["--reset", "a b"]),
            ("TO2640", ["--recording", "a.har", "--recording-mode", "replay", "--on-miss", "forward"]),
            ("TO2001", ["--tunnel", "a b"]),
        ])
        {
            OrchResult result = await orch.RunAsync([.. (string[])["proxy", "--json"], .. arguments]);

            Assert.AreEqual(1, result.ExitCode, result.Errors);
            Assert.AreEqual(code, JsonDocument.Parse(result.Output).RootElement.GetProperty("error").GetProperty("code").GetString(), result.Output);
        }
    }

    private static string Secret(Orch orch, string name, string text)
    {
        string file = Path.Combine(orch.Write("secrets", name, $"{text}\n"), name);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
