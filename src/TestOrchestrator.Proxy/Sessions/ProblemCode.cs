namespace TestOrchestrator.Proxy.Sessions;

/// <summary>Codes of problems: <c>TO23</c> and two digits.</summary>
internal static class ProblemCode
{
    public static bool Is(string text) => text is ['T', 'O', '2', '3', >= '0' and <= '9', >= '0' and <= '9'];

    /// <exception cref="ProxyException">TO2214: it is none.</exception>
    public static string Checked(string text) => Is(text) ? text : throw SessionErrors.ProblemCode($"'{text}'");
}
