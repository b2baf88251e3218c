using System.Diagnostics;
using System.Text;
using TestOrchestrator.Hosting.Dashboards;

namespace TestOrchestrator.Hosting.Tests.Dashboards;

[TestClass]
public sealed class SpanDocumentTests
{
    private static readonly ActivityTraceId s_trace = ActivityTraceId.CreateFromString("0102030405060708090a0b0c0d0e0f10");

    [TestMethod]
    public void A_span_without_a_parent_is_the_root_of_its_trace()
    {
        using Activity test = new("Pays");
        test.SetParentId(s_trace, default, ActivityTraceFlags.Recorded);
        test.SetStartTime(new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)).Start();
        test.SetEndTime(new(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc)).Stop();

        string written = Write(test);

        Assert.AreEqual(
            Line(
                $$$$"""
                {"resourceSpans":[{"resource":{"attributes":[
                {"key":"service.name","value":{"stringValue":"CheckoutTests"}},
                {"key":"service.instance.id","value":{"stringValue":"1"}}]},
                "scopeSpans":[{"scope":{"name":"TestOrchestrator"},"spans":[
                {"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"{{{{test.SpanId.ToHexString()}}}}","name":"Pays","kind":1,
                "startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225601000000000","attributes":[],"events":[]}]}]}]}
                """),
            written);
    }

    [TestMethod]
    public void A_failed_call_of_a_test_has_its_parent_its_kind_and_what_it_says()
    {
        using Activity test = new("Pays");
        test.SetParentId(s_trace, default, ActivityTraceFlags.Recorded).Start();
        using Activity call = new("GET");
        call.Start();
        call.SetTag("http.response.status_code", 500).SetTag("url.full", "http://127.0.0.1/");
        call.SetTag("retried", true).SetTag("seconds", 0.5);
        call.AddEvent(new("exception", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new() { ["exception.type"] = "Refused" }));
        call.SetStatus(ActivityStatusCode.Error, "it was refused").Stop();

        string written = Write(call);

        StringAssert.Contains(written, $"\"parentSpanId\":\"{test.SpanId.ToHexString()}\"");
        StringAssert.Contains(
            written,
            Line(
                """
                "attributes":[{"key":"http.response.status_code","value":{"intValue":"500"}},
                {"key":"url.full","value":{"stringValue":"http://127.0.0.1/"}},
                {"key":"retried","value":{"boolValue":true}},
                {"key":"seconds","value":{"doubleValue":0.5}}],
                "events":[{"timeUnixNano":"1767225600000000000","name":"exception",
                "attributes":[{"key":"exception.type","value":{"stringValue":"Refused"}}]}],
                "status":{"code":2,"message":"it was refused"}
                """));
    }

    private static string Line(string json) => json.ReplaceLineEndings("");

    private static string Write(Activity span) => Encoding.UTF8.GetString(SpanDocument.Write("CheckoutTests", "1", [span]).Span);
}
