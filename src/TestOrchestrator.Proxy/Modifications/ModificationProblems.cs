using System.Text;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>What can be in the way of a change once the message is there.</summary>
internal static class ModificationProblems
{
    public static ModificationProblem NotJson(string problem) => new("TO2310", $"its body is not JSON: {problem.TrimEnd('.')}");

    public static ModificationProblem WrongKind(string? contentType, string right) => new(
        "TO2311", $"its content type is {(contentType is null ? "not given" : $"'{contentType}'")}, and {right} was to be changed");

    public static ModificationProblem RootIsNoObject(string name, string seen) => new(
        "TO2312", $"its body is {seen} and has no members, so that '{name}' can be none of them");

    public static ModificationProblem NothingSelected(JsonPath path) => new(
        "TO2313", $"'{path}' selects nothing, and only a path of names and indexes can be created", IsWhole: false);

    public static ModificationProblem CannotCreate(JsonPath path, JsonLocation at, string problem) => new(
        "TO2313", $"'{path}' selects nothing and cannot be created: '{at}' {problem}", IsWhole: false);

    public static ModificationProblem TooLarge(int limit) => new(
        "TO2314", $"its body is longer than {limit / (1024 * 1024)} MB, which is the most that is held to be changed");

    public static ModificationProblem GrowsTooLarge(int limit) => new(
        "TO2314", $"its text would become longer than {limit / (1024 * 1024)} MB, which is the most that is held to be changed");

    public static ModificationProblem UnknownCharset(string? contentType) => new(
        "TO2683", $"its content type is '{contentType}', and text in that charset cannot be read");

    public static ModificationProblem NotText(string charset, DecoderFallbackException invalid) => new(
        "TO2683", $"its body is not text in its charset, {charset}, which is utf-8 unless its content type names another: there are no characters for the bytes {Convert.ToHexString(invalid.BytesUnknown ?? [])}");

    public static ModificationProblem NotInCharset(string charset, EncoderFallbackException missing) => new(
        "TO2683", $"its charset, {charset}, has nothing for the character U+{(int)missing.CharUnknown:X4} that was to be put into it");

    public static ModificationProblem Streams(string what) => new(
        "TO2315", $"its body is {what}, which has to pass while it comes and cannot be held to be changed");

    public static ModificationProblem Coding(string? coding) => new(
        "TO2316", $"its content coding '{coding}' cannot be undone; gzip, deflate and br can, of a body that is whole, undamaged and at most 16 MB long without it");
}
