namespace WorkerService;

/// <summary>A file that the test makes when the program may go on.</summary>
internal static class Gate
{
    public static async Task OpenedAsync(string file)
    {
        for (int i = 0; i < 30_000 && !File.Exists(file); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }
}
