using System.Text.Json;

namespace Shop.Tests.Support;

/// <summary>What somebody outside of the shop answers.</summary>
internal sealed record Answer(int Status, string Body = "", string ContentType = "text/plain")
{
    public static Answer Json(object body, int status = 200) => new(status, JsonSerializer.Serialize(body, JsonSerializerOptions.Web), "application/json");

    public static Answer Xml(string body) => new(200, body, "application/xml");

    /// <summary>Gets it as that of a mock.</summary>
    public MockResponse Mocked() => Body.Length == 0 ? new MockResponse().Status(Status) : new MockResponse().Status(Status).Text(Body, ContentType);
}
