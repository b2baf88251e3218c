/// <summary>Where test projects of the solution wait for each other, in a directory that a run of all of them names.</summary>
internal static class Meeting
{
    private const int Projects = 2;

    public static async Task HeldAsync(string project)
    {
        if (Environment.GetEnvironmentVariable("MEETING_DIRECTORY") is not { } directory)
        {
            return;
        }

        await File.WriteAllTextAsync(Path.Combine(directory, project), "");
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (Directory.GetFiles(directory).Length < Projects)
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
