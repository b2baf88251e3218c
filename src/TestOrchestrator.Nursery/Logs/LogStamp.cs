using System.Globalization;
using System.Text;
using TestOrchestrator.Nursery.Processes;

namespace TestOrchestrator.Nursery.Logs;

/// <summary>The time of a line. DateTime knows tenths of microseconds only; the kernel's clock knows nanoseconds.</summary>
internal static class LogStamp
{
    /// <summary>How many bytes a stamp has, the blank included.</summary>
    public const int Size = 31;

    public static void Write(Span<byte> stamp)
    {
        (long seconds, long nanoseconds) = Libc.Now();
        DateTime second = DateTime.UnixEpoch.AddSeconds(seconds);
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{second:yyyy-MM-ddTHH:mm:ss}.{nanoseconds:D9}Z "), stamp);
    }
}
