using System.Net.Http.Json;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>Asks services over HTTP, directly and over a new connection each time.</summary>
internal static class ServiceRequests
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>Gets what a service answers; fails if it does not with a success.</summary>
    public static Task<string> GetAsync(this RunningApplication application, string service, string path, string? endpoint = null) =>
        s_http.GetStringAsync(new Uri(application.GetEndpoint(service, endpoint).Url, path)).Soon();

    /// <summary>Posts something as JSON and gets what a service answers; fails if it does not with a success.</summary>
    public static async Task<string> PostAsync(this RunningApplication application, string service, string path, object body)
    {
        using HttpResponseMessage response = await s_http.PostAsJsonAsync(new Uri(application.GetEndpoint(service).Url, path), body).Soon();
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>Reads what is in the log of an instance so far.</summary>
    public static string ReadLog(this RunningApplication application, string instance)
    {
        using FileStream file = new(application.LogFileOf(instance), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    /// <summary>Waits until a text is in the log of an instance.</summary>
    public static Task LogHasAsync(this RunningApplication application, string instance, string text) => Eventually.IsTrueAsync(
        $"'{text}' in the log of '{instance}'",
        () => Task.FromResult(File.Exists(application.LogFileOf(instance)) && application.ReadLog(instance).Contains(text, StringComparison.Ordinal)));
}
