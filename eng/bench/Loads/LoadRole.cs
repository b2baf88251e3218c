using System.Net.Sockets;
using System.Security.Authentication;
using Bench.Roles;

namespace Bench.Loads;

/// <summary>The process with the clients: the same one for all that is measured in a run, so that all meet a client that is warm.</summary>
internal static class LoadRole
{
    public const string Verb = "load";

    public static async Task RunAsync()
    {
        while (await RoleLines.HearAsync<LoadTask>() is { } task)
        {
            await RoleLines.TellAsync(await RunAsync(task));

            // What it kept of the last task is not cleared away within the next.
            GC.Collect();
        }
    }

    private static async Task<LoadResult> RunAsync(LoadTask task)
    {
        try
        {
            return task.Kind switch
            {
                LoadKind.Once => await LoadOnce.RunAsync(task),
                LoadKind.Download or LoadKind.DownloadHttp2 => await LoadDownload.RunAsync(task),
                LoadKind.Crowd => await LoadCrowd.RunAsync(task),
                _ => RunWindow(task),
            };
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or AuthenticationException or HttpRequestException)
        {
            return new() { Problem = $"{e.GetType().Name}: {e.Message}" };
        }
    }

    private static LoadResult RunWindow(LoadTask task)
    {
        using LoadWindow window = new(task);
        return window.Run();
    }
}
