using System.ComponentModel;
using System.Diagnostics;
using TestOrchestrator.Hosting.AppHosts;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>The container engine that DCP uses: Docker, else Podman. Asked once in a process. Thread-safe.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private const string NotInstalled = "not installed";

    private static readonly string[] s_programs = ["docker", "podman"];
    private static readonly Lazy<Task<(string? Program, IReadOnlyList<string> Answers)>> s_found = new(FindAsync);

    /// <summary>Throws if no container engine answers.</summary>
    /// <exception cref="AppHostException">None does; the message says what each said.</exception>
    public static async Task ThrowIfMissingAsync(CancellationToken cancellationToken)
    {
        (string? program, IReadOnlyList<string> answers) = await s_found.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (program is null)
        {
            IEnumerable<string> told = s_programs.Zip(answers, static (p, answer) => $"'{p} info': {answer}");
            throw AppHostException.NoContainerEngine(string.Join("; ", told), RemedyFor(answers[0], answers[1]));
        }
    }

    /// <summary>Gets what to do so that a container engine answers.</summary>
    /// <param name="docker">What Docker answers.</param>
    /// <param name="podman">What Podman answers.</param>
    internal static string RemedyFor(string docker, string podman) => (docker, podman) switch
    {
        (NotInstalled, NotInstalled) => "Install one, such as with 'sudo apt-get install docker.io'",
        (NotInstalled, _) => "Look what 'podman info' says",
        _ when docker.Contains("permission denied", StringComparison.OrdinalIgnoreCase) =>
            "Let your user in with 'sudo usermod -aG docker $USER', and log in again",
        _ => "Start it with 'sudo systemctl start docker'",
    };

    /// <summary>Removes volumes that no container uses any more.</summary>
    /// <returns>What the engine said if it did not remove them; null if it did.</returns>
    public static async Task<string?> RemoveVolumesAsync(IReadOnlyCollection<string> volumes)
    {
        (string? program, _) = await s_found.Value.ConfigureAwait(false);
        (bool isDone, string answer) = await RunAsync(program ?? s_programs[0], ["volume", "rm", "--force", .. volumes]).ConfigureAwait(false);
        return isDone ? null : answer;
    }

    private static async Task<(string? Program, IReadOnlyList<string> Answers)> FindAsync()
    {
        List<string> answers = [];
        foreach (string program in s_programs)
        {
            (bool isThere, string answer) = await RunAsync(program, ["info"]).ConfigureAwait(false);
            if (isThere)
            {
                return (program, []);
            }

            answers.Add(answer);
        }

        return (null, answers);
    }

    private static async Task<(bool IsDone, string Answer)> RunAsync(string program, IEnumerable<string> arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            try
            {
                await process.WaitForExitAsync().WaitAsync(s_limit).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                process.Kill();
                return (false, $"it did not end within {s_limit.TotalSeconds:0} s");
            }

            string text = $"{await errors.ConfigureAwait(false)}\n{await output.ConfigureAwait(false)}";
            return (process.ExitCode == 0, text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "no answer");
        }
        catch (Win32Exception e)
        {
            return (false, e.NativeErrorCode == 2 ? NotInstalled : e.Message);
        }
    }
}
