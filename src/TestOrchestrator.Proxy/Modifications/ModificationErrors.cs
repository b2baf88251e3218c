namespace TestOrchestrator.Proxy.Modifications;

/// <summary>What an author of a modification can have meant otherwise.</summary>
internal static class ModificationErrors
{
    public static ProxyException NoValues(string what, string removal) => new(
        "TO2222", $"{what} was given no value. Give one or several, or say {removal}.");

    public static ProxyException RootRemoved() => new(
        "TO2223", "RemoveJson was given '$', the document, which cannot be removed from itself. Name a part of it, or replace it by Json(\"$\", value).");

    public static ProxyException FormAndJson() => new(
        "TO2224", "A request body is a form or JSON, and both were to be changed. Change one of them, or use two mocks with patterns that tell the requests apart.");

    public static ProxyException EmptyText() => new(
        "TO2682", "The text to be replaced is empty, which is everywhere and nowhere. Give at least one character.");

    public static ProxyException Regex(string regex, Exception invalid) => new(
        "TO2682", $"'{regex}' is not a regular expression that can be searched for: {invalid.Message.TrimEnd('.')}. It is one of .NET without lookarounds, backreferences and atomic groups, which could take any time.", invalid);

    public static ProxyException Host(string problem) => new(
        "TO2225", $"A request has exactly one header 'Host' with a host, and a port where it is not the usual one: {problem}.");
}
