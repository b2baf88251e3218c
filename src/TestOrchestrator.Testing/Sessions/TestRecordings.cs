using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>Says where the recordings of tests are, and begins them. Immutable.</summary>
/// <param name="projectDirectory">The directory of the test project.</param>
/// <param name="mode">What is done with them.</param>
internal sealed class TestRecordings(string projectDirectory, RecordingMode mode)
{
    // Far below what file systems allow, with the class and the name of a proxy.
    private const int LongestName = 100;

    /// <summary>Begins the recordings of one test, in each proxy whose app host says so.</summary>
    public async Task<IReadOnlyList<Recording>> BeginAsync(
        string className, string testName, IReadOnlyDictionary<string, InterceptingProxyResource> proxies, IReadOnlyDictionary<string, ProxyScope> scopes)
    {
        (string Name, Func<RecordingOptions, RecordingOptions> Configure)[] recorded =
            [.. proxies.Where(p => p.Value.Recording is not null && scopes.ContainsKey(p.Key)).Select(p => (p.Key, p.Value.Recording!))];
        List<Recording> begun = [];
        foreach ((string name, Func<RecordingOptions, RecordingOptions> configure) in mode == RecordingMode.Off ? [] : recorded)
        {
            RecordingOptions options = new() { File = FileOf(className, testName, recorded.Length > 1 ? name : null), Mode = mode };
            begun.Add(await scopes[name].UseRecordingAsync(configure(options)).ConfigureAwait(false));
        }

        return begun;
    }

    /// <summary>The file of a test: <c>Recordings/Class/Test.har</c>, of several proxies <c>Recordings/Class/Test.proxy.har</c>.</summary>
    public string FileOf(string className, string testName, string? proxy)
    {
        string bare = testName.StartsWith($"{className}.", StringComparison.Ordinal) ? testName[(className.Length + 1)..] : testName;
        return Path.Combine(projectDirectory, "Recordings", Safe(className[(className.LastIndexOf('.') + 1)..]), $"{Safe(bare)}{(proxy is null ? "" : $".{Safe(proxy)}")}.har");
    }

    // Names that had to be changed get a hash, so that no two become one. '@' separates versions.
    private static string Safe(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '(' or ')' or ',' or '+' ? c : '_'));
        if (safe == name && name.Length <= LongestName)
        {
            return name;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return string.Create(CultureInfo.InvariantCulture, $"{safe[..Math.Min(safe.Length, LongestName)]}-{hash}");
    }
}
