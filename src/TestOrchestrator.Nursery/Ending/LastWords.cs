using System.Globalization;

namespace TestOrchestrator.Nursery.Ending;

/// <summary>Appends to the run's events how it ended, when its owner could not.</summary>
internal static class LastWords
{
    public static void Write(string eventsFile, bool agreed, int killed)
    {
        if (agreed && killed == 0)
        {
            return;
        }

#pragma warning disable RS0030 // The time of the machine is what the event is about.
        string at = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
#pragma warning restore RS0030
        string text = agreed
            ? "The run ended and left processes behind; the nursery killed them."
            : "The owner of the run ended without closing it: it was killed or crashed. The nursery killed its processes.";
        try
        {
            File.AppendAllText(eventsFile, $$"""{"at":"{{at}}","event":"run-abandoned","killed":{{killed}},"text":"{{text}}"}{{'\n'}}""");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run directory may be gone; cleaning up matters more than saying so.
        }
    }
}
