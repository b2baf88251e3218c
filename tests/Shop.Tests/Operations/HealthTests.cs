using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Operations;

[DistributedTestClass<Projects.AppHost>]
public sealed class HealthTests
{
    [TestMethod]
    [DataRow("api", """
        {
            "status": "Healthy",
            "checks": {
                "self": { "status": "Healthy", "error": null },
                "PostgreSql": { "status": "Healthy", "error": null },
                "StackExchange.Redis": { "status": "Healthy", "error": null }
            }
        }
        """)]
    [DataRow("fulfilment", """
        {
            "status": "Healthy",
            "checks": {
                "self": { "status": "Healthy", "error": null },
                "PostgreSql": { "status": "Healthy", "error": null }
            }
        }
        """)]
    public async Task A_healthy_service_tells_what_it_has_checked(TestApp app, string service, string health)
    {
        using HttpClient http = app.CreateHttpClient(service);

        using HttpResponseMessage answer = await http.GetAsync("health");

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(Json.Compact(health), await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow("api", "cache", "self Healthy, PostgreSql Healthy, StackExchange.Redis Unhealthy")]
    [DataRow("api", "postgres", "self Healthy, PostgreSql Unhealthy, StackExchange.Redis Healthy")]
    [DataRow("fulfilment", "postgres", "self Healthy, PostgreSql Unhealthy")]
    public async Task A_service_without_something_that_it_needs_is_unhealthy_until_that_is_back(TestApp app, string service, string needed, string checks)
    {
        using HttpClient http = app.CreateHttpClient(service);
        using HttpClient patient = Patience.CreateHttpClient(app, service);
        Health without;
        await using (await Outage.BeginAsync(app, needed))
        {
            without = await GetAsync(http);
        }

        Health after = await GetAsync(patient);

        Assert.AreEqual(new Health(HttpStatusCode.ServiceUnavailable, "Unhealthy", checks), without);
        Assert.AreEqual(new Health(HttpStatusCode.OK, "Healthy", checks.Replace("Unhealthy", "Healthy", StringComparison.Ordinal)), after);
    }

    private static async Task<Health> GetAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await http.GetAsync("health");
        Report report = (await answer.Content.ReadFromJsonAsync<Report>())!;
        return new(answer.StatusCode, report.Status, string.Join(", ", report.Checks.Select(check => $"{check.Key} {check.Value.Status}")));
    }

    private sealed record Health(HttpStatusCode Status, string Summary, string Checks);

    private sealed record Report(string Status, Dictionary<string, Check> Checks);

    private sealed record Check(string Status);
}
