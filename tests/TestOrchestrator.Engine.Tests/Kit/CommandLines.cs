namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>What everybody on the machine can see of processes.</summary>
internal static class CommandLines
{
    /// <summary>Gets the command line of a process; empty if it is gone.</summary>
    public static string Of(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid.Text()}/cmdline").TrimEnd('\0').Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    public static IEnumerable<string> All() =>
        from process in Directory.GetDirectories("/proc")
        where int.TryParse(Path.GetFileName(process), System.Globalization.CultureInfo.InvariantCulture, out _)
        select Of(int.Parse(Path.GetFileName(process), System.Globalization.CultureInfo.InvariantCulture));
}
