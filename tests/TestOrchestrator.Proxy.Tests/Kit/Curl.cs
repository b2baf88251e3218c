using System.ComponentModel;
using System.Diagnostics;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>The real curl, where the machine has one.</summary>
internal static class Curl
{
    /// <summary>Runs curl without any configuration of the user or the environment.</summary>
    /// <returns>What it wrote. A test is inconclusive where there is no curl.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("curl", ["-q", "--silent", "--show-error", "--max-time", "20", "--noproxy", "", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in new[] { "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "CURL_CA_BUNDLE" })
        {
            start.Environment.Remove(name);
        }

        using Process curl = Start(start);
        Task<string> errors = curl.StandardError.ReadToEndAsync();
        string output = await curl.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await curl.WaitForExitAsync().Soon();
        Assert.AreEqual(0, curl.ExitCode, await errors);
        return output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("There is no curl on this machine.");
            throw;
        }
    }
}
