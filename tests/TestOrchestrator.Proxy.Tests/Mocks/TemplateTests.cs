using System.Net;
using System.Text;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Mocks;

[TestClass]
public sealed class TemplateTests
{
    [TestMethod]
    public async Task A_template_has_values_of_the_request()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, clock: clock);
        proxy.Root.When(r => r).Respond(j => j.Template(
            "{{request.method}} {{request.url}} {{ request.host }} {{request.path}} q={{request.query.q}} f={{request.form.f}} h={{request.header.x-id}} c={{request.cookie.session}} b={{request.body}} n={{call}} t={{now}} d={{request.query.none|a default}}!",
            "text/plain"));
        using HttpRequestMessage request = new(HttpMethod.Post, "http://api.example.com/a%2Fb?q=%22x%22")
        {
            Content = new FormUrlEncodedContent([new("f", "ü")]),
            Headers = { { "X-Id", "7" }, { "Cookie", "session=s1" } },
        };

        string answer = await (await proxy.Client().SendAsync(request).Soon()).Content.ReadAsStringAsync();

        Assert.AreEqual(
            $"POST http://api.example.com/a%2Fb?q=%22x%22 api.example.com /a%2Fb q=\"x\" f=ü h=7 c=s1 b=f=%C3%BC n=1 t={clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} d=a default!",
            answer);
    }

    [TestMethod]
    public async Task In_json_texts_are_escaped_and_what_is_json_stays_json()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r).Respond(j => j.Template("""{"id":{{request.json.id}},"name":"{{request.json.name}}","first":{{request.json.items[0]}},"q":"{{request.query.q}}","call":{{call}}}"""));
        using StringContent body = new("""{"id":1.50,"name":"a \"b\" ü","items":[{"x":null}]}""", Encoding.UTF8, "application/json");

        await proxy.Client().PostAsync(new Uri("http://h/?q=%5C"), body).Soon();
        HttpResponseMessage second = await proxy.Client().PostAsync(new Uri("http://h/?q=%5C"), body).Soon();

        Assert.AreEqual("""{"id":1.50,"name":"a \"b\" ü","first":{"x":null},"q":"\\","call":2}""", await second.Content.ReadAsStringAsync());
        Assert.AreEqual("application/json", second.Content.Headers.ContentType?.ToString());
    }

    [TestMethod]
    public async Task A_value_that_is_not_there_is_a_problem()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r).Respond(j => j.Template("{{request.json.id}}"));

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri("http://h/")).Soon();

        Assert.AreEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.EndsWith(
            "TO2216: The template asks for 'request.json.id', and GET http://h/ does not have it. Say a default, such as '{{request.json.id|none}}'.",
            proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    [DataRow("a {{b", "at character 3 '{{' begins a value, and no '}}' ends it.")]
    [DataRow("{{request.quary.x}}", "at character 1 there is no value 'request.quary.x'. There are request.method,")]
    [DataRow("{{}}", "at character 1 there is no value ''.")]
    public void A_template_that_is_none_is_refused(string text, string problem) =>
        Assert.StartsWith($"TO2215: The template cannot be read: {problem}", Assert.ThrowsExactly<ProxyException>(() => new MockResponse().Template(text)).Message);

    [TestMethod]
    public void A_path_of_a_template_that_is_none_is_refused() =>
        Assert.StartsWith("TO2220: ", Assert.ThrowsExactly<ProxyException>(() => new MockResponse().Template("{{request.json.[}}")).Message);

    [TestMethod]
    public async Task Pieces_are_sent_as_they_come()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        using SemaphoreSlim more = new(0);
        proxy.Root.When(r => r).Respond(j => j.Stream((request, aborted) => PiecesAsync(request.Head.Path, more, aborted), "text/event-stream"));
        foreach (Version version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            HttpResponseMessage response = await proxy.Client(version).GetAsync(new Uri("https://api.example.com/feed"), HttpCompletionOption.ResponseHeadersRead).Soon();
            using StreamReader events = new(await response.Content.ReadAsStreamAsync());

            Assert.AreEqual("data: /feed", await events.ReadLineAsync().Soon());
            more.Release();
            Assert.AreEqual("data: last", await events.ReadLineAsync().Soon());
            Assert.IsNull(await events.ReadLineAsync().Soon());
            Assert.IsNull(response.Content.Headers.ContentLength);
        }

        Assert.AreEqual("data: /feed\ndata: last\n", proxy.Root.Exchanges[0].Response!.Text);
    }

    [TestMethod]
    public async Task Pieces_that_fail_break_the_response_off()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r).Respond(j => j.Stream((_, _) => FailingAsync()));

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => proxy.Client().GetAsync(new Uri("http://api.example.com/")).Soon());

        Assert.Contains("no more", proxy.Root.Problems.Single().Message);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(string path, SemaphoreSlim more, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken aborted)
    {
        yield return Encoding.UTF8.GetBytes($"data: {path}\n");
        yield return default;
        await more.WaitAsync(aborted);
        yield return "data: last\n"u8.ToArray();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> FailingAsync()
    {
        yield return "first"u8.ToArray();
        await Task.Yield();
        throw new InvalidOperationException("There is no more.");
    }
}
