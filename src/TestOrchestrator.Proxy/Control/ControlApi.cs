using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Control.Access;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control;

/// <summary>
/// Answers requests that are sent to the proxy itself under <c>/_to/</c>: who may ask, what is asked, and the answer or what is wrong.
/// Thread-safe.
/// </summary>
internal sealed class ControlApi(ProxyServer server, ControlOptions options)
{
    private const string Prefix = "/_to/";
    private const string ProblemType = "application/problem+json";

    private readonly ControlAccess _access = new(options);

    /// <summary>
    /// Whether a request is for the API: in origin form, and not within a connection that CONNECT opened, where it is for an origin.
    /// </summary>
    public static bool IsAsked(IFeatureCollection features) =>
        features.Get<ConnectTarget>() is null && features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Answers a request.</summary>
    /// <param name="features">The request.</param>
    /// <param name="carrier">The session whose port it came to.</param>
    public async Task HandleAsync(IFeatureCollection features, ProxySession carrier)
    {
        CancellationToken aborted = features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        try
        {
            (ControlRoute route, ControlAnswer answer) = await AskAsync(features, carrier, aborted).ConfigureAwait(false);
            if (answer.Stream is { } stream)
            {
                await stream(features, aborted).ConfigureAwait(false);
            }
            else
            {
                await SendAsync(features, answer.Body.IsEmpty && answer.MediaType.Length == 0 ? StatusCodes.Status204NoContent : (int)route.Status, answer, aborted).ConfigureAwait(false);
            }
        }
        catch (ControlException problem)
        {
            if (!problem.Allowed.IsEmpty)
            {
                features.GetRequiredFeature<IHttpResponseFeature>().Headers.Allow = string.Join(", ", problem.Allowed);
            }

            await SendAsync(features, problem.Status, ControlAnswer.Json(Describe(problem), ProblemType), aborted).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && aborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
    }

    private async Task<(ControlRoute Route, ControlAnswer Answer)> AskAsync(IFeatureCollection features, ProxySession carrier, CancellationToken aborted)
    {
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        _access.CheckSender(request.Headers);
        string[] target = request.RawTarget.Split('?', 2);
        bool isHead = request.Method == "HEAD";
        if (!IsOpen(isHead ? "GET" : request.Method, target[0]))
        {
            // Before anything is said about paths: without a token there is nothing to find out.
            _access.CheckToken(request.Headers);
        }

        (ControlRoute route, IReadOnlyDictionary<string, string> values) = RouteTable.Find(isHead ? "GET" : request.Method, target[0]);
        try
        {
            ControlCall call = new()
            {
                Server = server,
                Carrier = carrier,
                Path = values,
                Query = QueryReader.Read(route, target.Length > 1 ? target[1] : ""),
                Body = route.Body is { } shape ? await BodyReader.ReadAsync(shape, request, aborted).ConfigureAwait(false) : default,
                Aborted = aborted,
            };
            return (route, await route.AnswerAsync(call).ConfigureAwait(false));
        }
        catch (ProxyException said)
        {
            throw ControlErrors.Of(said);
        }
        catch (TimeoutException late)
        {
            throw ControlErrors.Of(late);
        }
        catch (BadHttpRequestException broken)
        {
            throw ControlErrors.BrokenOff(broken.Message);
        }
    }

    private static bool IsOpen(string method, string path) => RouteTable.All.Any(r => r.IsOpen && r.Method == method && RouteTable.Prefix + r.Path == path);

    private static async Task SendAsync(IFeatureCollection features, int status, ControlAnswer answer, CancellationToken aborted)
    {
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType)
        {
            // What has not been read of the body is not worth reading.
            response.Headers.Connection = "close";
        }

        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status204NoContent)
        {
            return;
        }

        response.Headers.ContentType = answer.MediaType;
        response.Headers.ContentLength = answer.Body.Length;
        if (features.GetRequiredFeature<IHttpRequestFeature>().Method != "HEAD")
        {
            await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(answer.Body, aborted).ConfigureAwait(false);
        }
    }

    // RFC 9457; 'type' is left out, which means that the title says all.
    private static JsonObject Describe(ControlException problem)
    {
        JsonObject described = Describe(problem.Findings[0]);
        described.Insert(0, "status", problem.Status);
        described.Insert(0, "title", problem.Findings[0].Message.Split('\n')[0]);
        described["errors"] = new JsonArray([.. problem.Findings.Select(f => (JsonNode)Describe(f))]);
        return described;
    }

    private static JsonObject Describe(ControlFinding finding)
    {
        JsonObject described = new() { ["code"] = finding.Code, ["detail"] = finding.Message };
        AddIfAny(described, "field", finding.Field);
        AddIfAny(described, "seen", finding.Seen);
        AddIfAny(described, "remedy", finding.Remedy);
        return described;
    }

    private static void AddIfAny(JsonObject to, string name, string? text)
    {
        if (text is not null)
        {
            to[name] = text;
        }
    }
}
