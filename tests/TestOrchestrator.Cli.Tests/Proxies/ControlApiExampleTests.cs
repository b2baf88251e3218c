using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace TestOrchestrator.Cli.Tests.Proxies;

/// <summary>The examples of <c>eng/docs/control-api.md</c>, as they stand there, against a real <c>orch proxy</c>.</summary>
[TestClass]
public sealed partial class ControlApiExampleTests
{
    [TestMethod]
    public async Task Curl() => Assert.AreEqual("""{"price": 42}""" + "\n", await RunAsync("sh", "example.sh", "curl", "/bin/sh"));

    [TestMethod]
    public async Task Python() => Assert.AreEqual("created\n201 mocked\n{'unmet': [], 'problems': []}\n", await RunAsync("python", "example.py", "python3", "python3"));

    [TestMethod]
    public async Task Node() => Assert.AreEqual("Hello 1\nreplay Hello\nDid you mean 'host'?\n0 0\n", await RunAsync("js", "example.js", "node", "node"));

    private static async Task<string> RunAsync(string language, string file, string needed, string program)
    {
        if (!IsInstalled(needed))
        {
            Assert.Inconclusive($"'{needed}' is not installed.");
        }

        await using Orch orch = new();
        await using RunningProxy proxy = await RunningProxy.StartAsync(orch);
        string directory = orch.Write("example", file, Example(language));
        ProcessStartInfo start = new(program, file) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PROXY"] = proxy.Address;
        start.Environment["TOKEN_FILE"] = proxy.TokenFile;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));

        Assert.AreEqual(0, process.ExitCode, $"{await output}\n{await errors}");
        return await output;
    }

    private static string Example(string language)
    {
        string root = typeof(ControlApiExampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepoRoot").Value!;
        string document = File.ReadAllText(Path.Combine(root, "eng", "docs", "control-api.md"));
        return Blocks().Matches(document).Single(m => m.Groups[1].Value == language).Groups[2].Value;
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => d.Length > 0 && File.Exists(Path.Combine(d, program)));

    [GeneratedRegex("^```(sh|python|js)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
