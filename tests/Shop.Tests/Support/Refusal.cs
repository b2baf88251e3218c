using System.Net;
using System.Text.Json;

namespace Shop.Tests.Support;

/// <summary>A request that was refused, and why: RFC 9457's problem, with its errors as lines of <c>field: message</c>.</summary>
internal sealed record Refusal(HttpStatusCode Status, string? Title, string? Detail = null, string Errors = "")
{
    private const string Validation = "One or more validation errors occurred.";

    public static Refusal Invalid(string errors) => new(HttpStatusCode.BadRequest, Validation, Errors: errors);

    public static async Task<Refusal> ReadAsync(HttpResponseMessage answer)
    {
        string body = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType?.MediaType, $"{answer.StatusCode} {body}");
        Problem problem = JsonSerializer.Deserialize<Problem>(body, JsonSerializerOptions.Web)!;
        IEnumerable<string> errors = (problem.Errors ?? []).SelectMany(field => field.Value.Select(message => $"{field.Key}: {message}"));
        return new(answer.StatusCode, problem.Title, problem.Detail, string.Join('\n', errors));
    }

    private sealed record Problem(string? Title, string? Detail, Dictionary<string, string[]>? Errors);
}
