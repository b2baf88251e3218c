using System.Text.Json;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlMockTests
{
    [TestMethod]
    public async Task A_mock_answers_as_it_is_written_and_counts()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        MockReport added = await rig.Session.AddMockAsync(new MockDefinition
        {
            Predicates = new Predicates { Host = "api.test", Command = "/items/*", Method = ["GET"], Params = new Dictionary<string, string> { ["page"] = "2" } },
            Response = new ResponseDefinition
            {
                Status = 203,
                Json = JsonDocument.Parse("""{ "price": 1.10 }""").RootElement,
                Headers = new Dictionary<string, string> { ["X-Test"] = "yes" },
            },
        });

        using HttpResponseMessage fits = await rig.Proxy.Client().GetAsync("http://api.test/items/7?page=2");
        using HttpResponseMessage other = await rig.Proxy.Client().GetAsync("http://api.test/items/7?page=3");
        MockReport now = await rig.Session.MockAsync(added.Id);

        Assert.AreEqual(203, (int)fits.StatusCode);
        Assert.AreEqual("""{"price":1.10}""", await fits.Content.ReadAsStringAsync());
        Assert.AreEqual("yes", fits.Headers.GetValues("X-Test").Single());
        Assert.AreEqual(502, (int)other.StatusCode);
        Assert.AreEqual((1, 1), (now.Calls, now.Requests));
        Assert.AreEqual("/items/*", now.Definition!.Value.GetProperty("predicates").GetProperty("command").GetString());
    }

    [TestMethod]
    public async Task Every_kind_of_body_can_be_written()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        string file = Path.Combine(Path.GetDirectoryName(rig.Proxy.Authority.CertificatePath)!, "answer.txt");
        await File.WriteAllTextAsync(file, "of a file");
        foreach ((string path, string response) in (IEnumerable<(string, string)>)
        [
            ("text", """{ "text": "of a text", "content_type": "text/csv" }"""),
            ("json", """{ "json": null }"""),
            ("base64", """{ "base64": "b2YgYnl0ZXM=" }"""),
            ("file", $$"""{ "file": {{JsonSerializer.Serialize(file)}} }"""),
            ("template", """{ "template": "of {{request.method}} {{request.query.id|0}}", "content_type": "text/plain" }"""),
            ("empty", """{ "status": 404 }"""),
        ])
        {
            (int status, JsonElement answer) = await rig.PostAsync("sessions/current/mocks", $$"""{ "predicates": { "url": "http://a.test/{{path}}" }, "response": {{response}} }""");
            Assert.AreEqual(201, status, answer.ToString());
        }

        HttpClient client = rig.Proxy.Client();
        using HttpResponseMessage empty = await client.GetAsync("http://a.test/empty");

        Assert.AreEqual("of a text", await client.GetStringAsync("http://a.test/text"));
        Assert.AreEqual("null", await client.GetStringAsync("http://a.test/json"));
        Assert.AreEqual("of bytes", await client.GetStringAsync("http://a.test/base64"));
        Assert.AreEqual("of a file", await client.GetStringAsync("http://a.test/file"));
        Assert.AreEqual("of GET 7", await client.GetStringAsync("http://a.test/template?id=7"));
        Assert.AreEqual(404, (int)empty.StatusCode);
    }

    [TestMethod]
    public async Task Indexes_count_from_0_and_responses_come_in_order()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        await rig.PostAsync("sessions/current/mocks", """{ "responses": [{ "text": "first" }, { "text": "second" }] }""");
        await rig.PostAsync("sessions/current/mocks", """{ "priority": 1, "predicates": { "applicable_for_requests": { "after_index": 1, "before_index": 3, "with_index": [0] } }, "response": { "text": "indexed" } }""");
        HttpClient client = rig.Proxy.Client();

        List<string> answers = [];
        for (int i = 0; i < 5; i++)
        {
            answers.Add(await client.GetStringAsync("http://a.test/"));
        }

        Assert.AreEqual("indexed, first, indexed, second, second", string.Join(", ", answers));
    }

    [TestMethod]
    public async Task Headers_and_trailers_are_written_by_the_client()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        await rig.Session.AddMockAsync(new MockDefinition
        {
            Response = new ResponseDefinition
            {
                Text = "a",
                Headers = new Dictionary<string, string> { ["X-One"] = "1" },
                HeaderModifications = [new() { Action = "ADD", Key = "X-Two", Value = "a" }, new() { Action = "ADD", Key = "X-Two", Value = "b" }],
                Trailers = new Dictionary<string, string> { ["grpc-status"] = "0" },
            },
        });

        using HttpResponseMessage response = await rig.Proxy.Client(System.Net.HttpVersion.Version20).GetAsync("https://a.test/").Soon();

        Assert.AreEqual("1", response.Headers.GetValues("X-One").Single());
        Assert.AreEqual("a b", string.Join(' ', response.Headers.GetValues("X-Two")));
        Assert.AreEqual("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [TestMethod]
    public async Task Headers_of_the_real_response_are_removed()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.Headers["X-Origin"] = "yes";
            return Task.CompletedTask;
        });
        await using ControlRig rig = await ControlRig.StartAsync();
        await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { HeaderModifications = [new() { Action = "DELETE", Key = "X-Origin" }] } });

        using HttpResponseMessage response = await rig.Proxy.Client().GetAsync(origin.Address).Soon();

        Assert.AreEqual((200, false), ((int)response.StatusCode, response.Headers.Contains("X-Origin")));
    }

    [TestMethod]
    public async Task The_end_of_a_scope_tells_unmet_expectations_and_problems()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ScopeReport scope = await rig.Session.OpenScopeAsync("a test");
        MockReport mock = await rig.Session.AddMockAsync(new MockDefinition
        {
            Scope = scope.Id,
            Predicates = new Predicates { Url = "http://a.test/wanted" },
            MustBeCalled = JsonDocument.Parse("2").RootElement,
            Response = new ResponseDefinition { Text = "a" },
        });
        await rig.Proxy.Client().GetStringAsync("http://a.test/wanted");
        using HttpResponseMessage unmatched = await rig.Proxy.Client().GetAsync("http://a.test/unmatched");

        IReadOnlyList<ProblemReport> before = await rig.Session.ProblemsAsync(scope.Id);
        EndReport end = await rig.Session.EndScopeAsync(scope.Id);

        Assert.AreEqual("TO2301", string.Join(" ", before.Select(p => p.Code)));
        Assert.AreEqual(mock.Id, end.Unmet.Single().Id);
        Assert.AreEqual("2 times", end.Unmet.Single().Expected);
        Assert.AreEqual("TO2301 TO2341", string.Join(" ", end.Problems.Select(p => p.Code)));
        Assert.IsEmpty(await rig.Session.MocksAsync());
    }

    [TestMethod]
    public async Task Mocks_are_listed_and_removed_by_scope()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ScopeReport scope = await rig.Session.OpenScopeAsync("a test");
        MockDefinition mock = new() { Response = new ResponseDefinition { Status = 200 } };
        MockReport outer = await rig.Session.AddMockAsync(mock);
        MockReport inner = await rig.Session.AddMockAsync(mock with { Scope = scope.Id });
        rig.Proxy.Root.When(r => r.Get("/of-the-program")).Respond(j => j.Text("a"));

        Assert.HasCount(3, await rig.Session.MocksAsync());
        Assert.AreEqual(inner.Id, (await rig.Session.MocksAsync(scope.Id)).Single().Id);

        await rig.Session.RemoveMocksAsync(scope.Id);
        await rig.Session.RemoveMockAsync(outer.Id);

        MockReport left = (await rig.Session.MocksAsync()).Single();
        Assert.AreEqual("GET */of-the-program", left.Pattern);
        Assert.IsNull(left.Definition);
        await rig.Session.RemoveMocksAsync();
        Assert.IsEmpty(await rig.Session.MocksAsync());
    }

    [TestMethod]
    public async Task A_request_belongs_to_the_scope_of_its_trace()
    {
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Fail);
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        ScopeReport scope = await rig.Session.OpenScopeAsync("a test", traceId: Trace);
        await rig.Session.OpenScopeAsync("another test");
        await rig.Session.AddMockAsync(new MockDefinition { Scope = scope.Id, Response = new ResponseDefinition { Text = "of the test" } });
        using HttpRequestMessage request = new(HttpMethod.Get, "http://a.test/");
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        using HttpResponseMessage response = await rig.Proxy.Client().SendAsync(request).Soon();

        Assert.AreEqual("of the test", await response.Content.ReadAsStringAsync());
        Assert.HasCount(1, await rig.Session.FindAsync(scope: scope.Id));
    }
}
