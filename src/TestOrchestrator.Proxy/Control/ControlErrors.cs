using Microsoft.AspNetCore.Http;

namespace TestOrchestrator.Proxy.Control;

/// <summary>What can be wrong about a request of the control API as a whole; for its body see <see cref="Wire.WireErrors"/>.</summary>
internal static class ControlErrors
{
    private const int CodeLength = 6;

    private static readonly string[] s_conflicts = ["TO2002", "TO2003", "TO2004", "TO2005", "TO2006", "TO2642", "TO2644", "TO2645"];

    public static ProxyException Options(IReadOnlyList<string> problems) => new("TO2600", $"The control API cannot be offered: {string.Join(" ", problems)}");

    public static ControlException NoToken(string seen) => Of(
        StatusCodes.Status401Unauthorized, "TO2601", "The request has no token that is valid here.", seen, "Send the header 'Authorization: Bearer TOKEN' with the token of this server.");

    public static ControlException FromWebPage(string origin) => Of(
        StatusCodes.Status403Forbidden, "TO2602", "A web page may not use the control API.", origin.Length == 0 ? "the header 'Sec-Fetch-Site' of a browser" : $"the header 'Origin: {origin}'", "Send the request from a program that is not a browser.");

    public static ControlException ForeignHost(string host) => Of(
        StatusCodes.Status403Forbidden, "TO2602", "The request names a host that this server does not know as its own.", $"the host '{host}'", "Use the IP address or 'localhost', or list the name in ControlOptions.Hosts.");

    public static ControlException NoPath(string path, string? nearest) => Of(
        StatusCodes.Status404NotFound, "TO2603", $"There is no '{path}'.", path, nearest is null ? "GET /_to/v1/openapi.json lists what there is." : $"Did you mean '{nearest}'? GET /_to/v1/openapi.json lists what there is.");

    public static ControlException NoMethod(string method, string path, IReadOnlyCollection<string> known) => new(
        StatusCodes.Status405MethodNotAllowed,
        new ControlFinding("TO2604", $"TO2604: '{path}' cannot be asked with {method}.") { Seen = method, Remedy = $"Use {string.Join(" or ", known)}." }) { Allowed = [.. known] };

    public static ControlException NoSuch(string kind, string id, IReadOnlyList<string> known) => Of(
        StatusCodes.Status404NotFound, "TO2605", $"There is no {kind} '{id}'.", id, known.Count == 0 ? $"There is no {kind} at all." : $"There is: {string.Join(", ", known.Select(k => $"'{k}'"))}.");

    public static ControlException TooLarge(long limit) => Of(
        StatusCodes.Status413PayloadTooLarge, "TO2606", $"The body is longer than {limit / 1024 / 1024} MB.", $"more than {limit} bytes", "Send less, or name a file.");

    public static ControlException NotJson(string why) => Of(
        StatusCodes.Status400BadRequest, "TO2607", "The body is not JSON.", why, "Send one JSON object (RFC 8259) in UTF-8, no deeper than 64 levels, no member twice.");

    public static ControlException BrokenOff(string why) => Of(
        StatusCodes.Status400BadRequest, "TO2607", "The body cannot be read to its end.", why, "Send the whole body, as long as Content-Length says or in whole chunks.");

    public static ControlException NotJsonType(string type) => Of(
        StatusCodes.Status415UnsupportedMediaType, "TO2471", "The body is said to be something else than JSON.", $"Content-Type: {type}", "Send 'Content-Type: application/json'.");

    public static ControlException Coded(string coding) => Of(
        StatusCodes.Status415UnsupportedMediaType, "TO2471", "The body has a content coding.", $"Content-Encoding: {coding}", "Send it as it is.");

    public static ControlException NotWritten(string file, Exception cause) => Of(
        StatusCodes.Status409Conflict, "TO2473", $"The recording '{file}' could not be written, and what was recorded is lost.", cause.Message, "Name a file that the user of the proxy may write.");

    public static ControlException CarriesThis(string wish, string session) => Of(
        StatusCodes.Status409Conflict, "TO2611", $"Session '{session}' cannot be {wish}: it is its port that the request came to.", $"session '{session}'", "Send the request to the port of another session, or end the server.");

    public static ControlException Query(string name, string value, string remedy) => Of(
        StatusCodes.Status400BadRequest, "TO2612", $"The query parameter '{name}' cannot be '{value}'.", value, remedy);

    public static ControlException UnknownQuery(string name, IReadOnlyCollection<string> known) => Of(
        StatusCodes.Status400BadRequest, "TO2612", $"There is no query parameter '{name}' here.", name, known.Count == 0 ? "There is none." : $"There is: {string.Join(", ", known.Select(k => $"'{k}'"))}.");

    public static ControlException Miscounted(string pattern, string scope, int wanted, int came) => Of(
        StatusCodes.Status409Conflict, "TO2614", $"Exactly {wanted} requests that fit {pattern} were expected in scope '{scope}', but {came} came.", $"{came} requests", "GET the exchanges of the scope to see them.");

    /// <summary>What the proxy itself says about what it was asked.</summary>
    /// <param name="said">What it says.</param>
    /// <param name="field">Which part of the body it is about.</param>
    /// <param name="seen">What was there.</param>
    public static ControlException Of(ProxyException said, string? field = null, string? seen = null) => new(
        s_conflicts.Contains(said.Code) || said.Code.StartsWith("TO240", StringComparison.Ordinal) ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest,
        new ControlFinding(said.Code, said.Message) { Field = field, Seen = seen });

    /// <summary>What took too long: a wait, whose message begins with its code; or the end of a session.</summary>
    public static ControlException Of(TimeoutException late) => new(
        StatusCodes.Status409Conflict,
        late.Message.IndexOf(':', StringComparison.Ordinal) == CodeLength ? new ControlFinding(late.Message[..CodeLength], late.Message) : new ControlFinding("TO2474", $"TO2474: {late.Message}"));

    private static ControlException Of(int status, string code, string message, string seen, string remedy) => new(
        status, new ControlFinding(code, $"{code}: {message}") { Seen = seen, Remedy = remedy });
}
