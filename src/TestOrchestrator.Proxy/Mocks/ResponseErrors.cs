namespace TestOrchestrator.Proxy.Mocks;

/// <summary>What an author of a response can have meant otherwise.</summary>
internal static class ResponseErrors
{
    public static ProxyException HeaderName(string name) => new(
        "TO2201", $"'{name}' is not a header name: letters, digits and !#$%&'*+-.^_`|~ are allowed, and at least one.");

    public static ProxyException HeaderValue(string name, char character) => new(
        "TO2202", $"The value of header '{name}' contains the character U+{(int)character:X4}; printable characters of Latin-1, blanks and tabs are allowed, so that no value can end its line.");

    public static ProxyException HeaderOfTheConnection(string name) => new(
        "TO2203", $"Header '{name}' cannot be given: it describes how the message is carried, which the proxy does itself.");

    public static ProxyException Status(int status) => new(
        "TO2204", $"{status} is not a status that a response can have; 200 to 999 are, but not 1xx, which announce another response.");

    public static ProxyException BodyNotAllowed(int status) => new(
        "TO2205", $"A response with status {status} has no body. Leave out the body, or give another status.");

    public static ProxyException NoFile(string path) => new(
        "TO2206", $"The file '{path}' of a mock does not exist.");

    public static ProxyException NegativeDelay(TimeSpan delay) => new(
        "TO2207", $"The delay {delay} is negative.");

    public static ProxyException NotJson(string problem) => new(
        "TO2208", $"The text is not JSON: {problem}");

    public static ProxyException NoResponses() => new(
        "TO2209", "RespondInOrder was given no response; it needs at least one.");
}
