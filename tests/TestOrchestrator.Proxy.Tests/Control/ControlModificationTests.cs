using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlModificationTests
{
    [TestMethod]
    public async Task A_real_response_is_changed()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsJsonAsync(new { title = "old", price = 1.5, tags = new[] { "a", "b" } }));
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        await rig.Session.AddMockAsync(new MockDefinition
        {
            Predicates = new Predicates { Command = "/item" },
            Response = new ResponseDefinition
            {
                Status = 203,
                Headers = new Dictionary<string, string> { ["X-Changed"] = "yes" },
                Modifications =
                [
                    ModificationDefinition.PutJson("$.tags[0]", JsonDocument.Parse("\"z\"").RootElement),
                    ModificationDefinition.DeleteJson("$.price"),
                    new ModificationDefinition { Selector = "title", Action = "PUT", Value = JsonDocument.Parse("null").RootElement },
                ],
            },
        });

        using HttpResponseMessage response = await rig.Proxy.Client().GetAsync(new Uri(origin.Address, "/item"));

        Assert.AreEqual(203, (int)response.StatusCode);
        Assert.AreEqual("yes", response.Headers.GetValues("X-Changed").Single());
        Assert.AreEqual("""{"title":null,"tags":["z","b"]}""", await response.Content.ReadAsStringAsync());
        ExchangeReport exchange = (await rig.Session.FindAsync()).Single();
        Assert.AreEqual("""{"title":"old","price":1.5,"tags":["a","b"]}""", exchange.OriginResponse!.Body.Text);
    }

    [TestMethod]
    public async Task A_request_is_changed_on_its_way()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            using StreamReader body = new(context.Request.Body);
            await context.Response.WriteAsync($"{context.Request.QueryString} {$"{context.Request.Headers["X-Added"]}".Replace(" ", "", StringComparison.Ordinal)} {context.Request.Headers.UserAgent} {await body.ReadToEndAsync()}");
        });
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        (int status, JsonElement answer) = await rig.PostAsync("sessions/current/mocks", """
            {
              "request": {
                "headers": [{ "action": "PUT", "key": "X-Added", "value": ["1", "2"] }, { "action": "DELETE", "key": "User-Agent" }],
                "modify_query": [
                  { "selector": "page", "action": "PUT", "value": 3 },
                  { "selector": "debug", "type": "KEY", "action": "DELETE", "value": null },
                  { "selector": "tag", "action": "PUT", "value": ["a", "b"] }
                ],
                "modify_json": [{ "selector": "$.user.id", "type": "JSONPATH", "action": "PUT", "value": { "n": 1.0 } }]
              }
            }
            """);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(origin.Address, "/?page=1&debug&x=%7E")) { Content = JsonContent.Create(new { user = new { id = 7 } }) };
        request.Headers.UserAgent.ParseAdd("test");

        using HttpResponseMessage response = await rig.Proxy.Client().SendAsync(request);

        Assert.AreEqual(201, status, answer.ToString());
        Assert.AreEqual("""?page=3&x=~&tag=a&tag=b 1,2  {"user":{"id":{"n":1.0}}}""", await response.Content.ReadAsStringAsync());
        Assert.IsNotNull((await rig.Session.FindAsync()).Single().ForwardedRequest);
    }

    [TestMethod]
    public async Task Texts_are_searched_and_replaced()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            using StreamReader body = new(context.Request.Body);
            await context.Response.WriteAsync($"heard {await body.ReadToEndAsync()} for 5 USD");
        });
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        await rig.Session.AddMockAsync(new MockDefinition
        {
            Request = new RequestDefinition { ModifyText = [new ModificationDefinition { Selector = "a", Action = "PUT", Value = JsonDocument.Parse("\"o\"").RootElement }, new ModificationDefinition { Selector = "!+", Type = "REGEX", Action = "DELETE" }] },
            Response = new ResponseDefinition { Modifications = [ModificationDefinition.ReplaceRegex(@"(\d) USD", "\"$1\" EUR"), ModificationDefinition.ReplaceText("heard", "echo")] },
        });

        using HttpResponseMessage response = await rig.Proxy.Client().PostAsync(origin.Address, new StringContent("hallo!!"));

        Assert.AreEqual("echo hollo for \"5\" EUR", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_delay_or_headers_alone_leave_the_answer_to_the_origin()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync("of the origin");
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { DelaySec = 0.001, Headers = new Dictionary<string, string> { ["X-Changed"] = "yes" } } });

        using HttpResponseMessage response = await rig.Proxy.Client().GetAsync(origin.Address);

        Assert.AreEqual("of the origin", await response.Content.ReadAsStringAsync());
        Assert.AreEqual("yes", response.Headers.GetValues("X-Changed").Single());
    }

    [TestMethod]
    [DataRow("""{ "json_params": { "$.user.id": 7 } }""", true)]
    [DataRow("""{ "json_params": { "$.user.id": 7.0, "$.items[*].name": "b" } }""", true)]
    [DataRow("""{ "json_params": { "$.user.id": "7" } }""", false)]
    [DataRow("""{ "json_params": { "$.user.none": "*" } }""", false)]
    [DataRow("""{ "json_params": { "$.user.nothing": null } }""", true)]
    [DataRow("""{ "json_params": { "$.user": { "nothing": null, "id": 7 } } }""", true)]
    [DataRow("""{ "excluded_params": ["$.user.id"] }""", false)]
    [DataRow("""{ "excluded_params": ["$.user.none", "page"] }""", true)]
    [DataRow("""{ "excluded_params": { "page": "1", "$.user.none": null } }""", true)]
    public async Task Predicates_look_into_JSON(string predicates, bool fits)
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        await rig.PostAsync("sessions/current/mocks", $$"""{ "predicates": {{predicates}}, "response": { "status": 200 } }""");

        using HttpResponseMessage response = await rig.Proxy.Client().PostAsJsonAsync("http://a.test/", new { user = new { id = 7, nothing = (string?)null }, items = new[] { new { name = "a" }, new { name = "b" } } });

        Assert.AreEqual(fits ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
    }

    [TestMethod]
    [DataRow("""{ "response": { "text": "a", "modifications": [] } }""", "TO2613", "/response")]
    [DataRow("""{ "request": { "headers": { "A": "b" } }, "response": { "status": 200 } }""", "TO2613", "")]
    [DataRow("""{ "request": { "modify_query": [{ "selector": "$.a", "type": "JSONPATH", "action": "PUT", "value": 1 }] } }""", "TO2613", "/request/modify_query/0/type")]
    [DataRow("""{ "request": { "modify_form": [{ "selector": "a", "action": "PUT", "value": {} }] } }""", "TO2613", "/request/modify_form/0/value")]
    [DataRow("""{ "request": { "modify_json": [{ "selector": "a", "action": "PUT" }] } }""", "TO2613", "/request/modify_json/0")]
    [DataRow("""{ "response": { "modifications": [{ "selector": "a", "action": "DELETE", "value": 1 }] } }""", "TO2613", "/response/modifications/0")]
    [DataRow("""{ "response": { "modifications": [{ "selector": "$.[", "type": "JSONPATH", "action": "DELETE" }] } }""", "TO2220", "/response/modifications/0/selector")]
    [DataRow("""{ "request": { "modify_query": [{ "selector": "a", "type": "TEXT", "action": "PUT", "value": "b" }] } }""", "TO2613", "/request/modify_query/0/type")]
    [DataRow("""{ "request": { "modify_json": [{ "selector": "a", "type": "TEXT", "action": "PUT", "value": "b" }] } }""", "TO2613", "/request/modify_json/0/type")]
    [DataRow("""{ "request": { "modify_text": [{ "selector": "a", "type": "KEY", "action": "PUT", "value": "b" }] } }""", "TO2613", "/request/modify_text/0/type")]
    [DataRow("""{ "response": { "modifications": [{ "selector": "a", "type": "TEXT", "action": "PUT", "value": 1 }] } }""", "TO2613", "/response/modifications/0/value")]
    [DataRow("""{ "response": { "modifications": [{ "selector": "(", "type": "REGEX", "action": "PUT", "value": "b" }] } }""", "TO2682", "/response/modifications/0/selector")]
    [DataRow("""{ "predicates": { "json_params": { "nope": 1 } }, "response": { "status": 200 } }""", "TO2220", "/predicates/json_params/nope")]
    [DataRow("""{ "predicates": { "excluded_params": { "$.a": 1 } }, "response": { "status": 200 } }""", "TO2613", "/predicates/excluded_params/$.a")]
    public async Task What_cannot_be_changed_is_refused_when_it_is_said(string body, string code, string field)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync("sessions/current/mocks", body);

        Assert.AreEqual((400, code, field), (status, problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()));
    }
}
