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

    public static ModificationProblem Streams(string what) => new(
        "TO2315", $"its body is {what}, which has to pass while it comes and cannot be held to be changed");

    public static ModificationProblem Coding(string? coding) => new(
        "TO2316", $"its content coding '{coding}' cannot be undone; gzip, deflate and br can, of a body that is whole, undamaged and at most 16 MB long without it");
}
