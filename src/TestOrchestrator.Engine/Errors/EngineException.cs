namespace TestOrchestrator.Engine.Errors;

/// <summary>The engine could not do what was asked. The message says what, which one, what was seen and what would be right.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">
    /// The code of the cause, such as <c>TO1201</c>: TO12xx processes, TO13xx addresses, TO14xx life cycle, TO15xx tools, TO16xx databases,
    /// caches and containers, TO18xx group files and templates.
    /// </param>
    /// <param name="message">What happened, in full sentences.</param>
    /// <param name="innerException">What caused it.</param>
    public EngineException(string code, string message, Exception? innerException = null)
        : base($"{code}: {message}", innerException) => Code = code;

    /// <summary>Gets the code of the cause. A code is never given to another cause.</summary>
    public string Code { get; }
}
