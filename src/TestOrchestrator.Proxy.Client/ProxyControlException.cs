using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client;

/// <summary>
/// Says what the server finds wrong about a request, or that a wait or an assertion did not come true. Its message begins with the code.
/// </summary>
public sealed class ProxyControlException : Exception
{
    internal ProxyControlException(int status, IReadOnlyList<ErrorReport> errors, Exception? cause = null)
        : base(errors.Count == 1 ? Line(errors[0]) : string.Join('\n', errors.Select(Line)), cause) => (Status, Errors) = (status, errors);

    /// <summary>Gets the HTTP status: 400, 401, 403, 404, 409 or 413; 0 when there was no answer that can be read.</summary>
    public int Status { get; }

    /// <summary>Gets all that is wrong, at least one.</summary>
    public IReadOnlyList<ErrorReport> Errors { get; }

    /// <summary>Gets the code of the first cause.</summary>
    public string Code => Errors[0].Code;

    /// <summary>Gets where in what was sent the first one is, as a JSON pointer.</summary>
    /// <value><see langword="null"/> when it is not about that.</value>
    public string? Field => Errors[0].Field;

    private static string Line(ErrorReport error) => error.Remedy is null ? error.Detail : $"{error.Detail} {error.Remedy}";
}
