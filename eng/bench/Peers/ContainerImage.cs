using Bench.Cases;
using Bench.Measuring;

namespace Bench.Peers;

/// <summary>The image that the peers run which need a container engine.</summary>
internal static class ContainerImage
{
    public const string Name = "testorchestrator-bench/servers";

    /// <summary>Tells whether the image is there; if not, the report says what helps.</summary>
    public static async Task<bool> IsThereAsync(Report report, string peer, params string[] programs)
    {
        foreach (string program in programs)
        {
            if ((await ExternalCommand.TryAsync(BenchRun.Project, program, "--version")).ExitCode != 0)
            {
                report.Miss(peer, $"there is no '{program}'. On Debian: sudo apt-get install docker.io docker-compose");
                return false;
            }
        }

        if ((await ExternalCommand.TryAsync(BenchRun.Project, "docker", "info")).ExitCode != 0)
        {
            report.Miss(peer, "no container engine answers. Start dockerd; eng/docs/benchmarks.md has the line.");
            return false;
        }

        if ((await ExternalCommand.TryAsync(BenchRun.Project, "docker", "image", "inspect", Name)).ExitCode != 0)
        {
            report.Miss(peer, $"the engine has no image '{Name}'. eng/bench/Peers/compose/build-image.sh makes it (it needs the package debootstrap).");
            return false;
        }

        return true;
    }
}
