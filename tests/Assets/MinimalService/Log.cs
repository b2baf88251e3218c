internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Accepted {Article}.")]
    public static partial void Accepted(ILogger logger, string article);
}
