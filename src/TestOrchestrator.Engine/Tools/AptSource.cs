using System.Collections.Immutable;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Tools;

/// <summary>
/// Fetches programs through the apt client of Debian and Ubuntu, without root and without installing anything: what an installation would
/// add to this machine is downloaded, checked by apt against the signed lists, and unpacked into the cache.
/// </summary>
internal sealed class AptSource(string package, ImmutableArray<string> programs, EngineRun run) : IToolSource
{
    private const string SystemLists = "/var/lib/apt/lists";

    private readonly string? _apt = ProgramPath.InPath("apt-get");
    private readonly string? _dpkg = ProgramPath.InPath("dpkg-deb");

    public string Name => "apt";

    public string Package => package;

    // Which version depends on the distribution, and the libraries that came with it on what is installed.
    public string Version => "apt";

    public string? WhyNot => _apt is null || _dpkg is null ? "apt: there is no 'apt-get' and 'dpkg-deb' in PATH (this is not Debian or Ubuntu)." : null;

    public Tool ToolIn(string directory)
    {
        // Packages also have scripts of the same name, in /etc/init.d.
        string program = Directory.EnumerateFiles(directory, programs[0], SearchOption.AllDirectories)
            .FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) is "bin" or "sbin" && ProgramPath.IsProgram(file))
            ?? throw ToolErrors.WithoutProgram(package, programs[0], directory);
        string[] libraries = [.. Directory.EnumerateFiles(directory, "*.so*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct()];
        return new()
        {
            Directory = Path.GetDirectoryName(program)!,
            Source = Name,
            LibraryPath = libraries.Length == 0 ? null : string.Join(':', libraries),
        };
    }

    public async Task FetchAsync(string directory)
    {
        run.Events.Write("tool-fetch", ("source", Name), ("package", package));
        string work = Path.Combine(run.StateDirectory, $"apt-{Guid.NewGuid():N}");
        string downloads = Path.Combine(work, "downloads");
        Directory.CreateDirectory(downloads);
        try
        {
            await DownloadAsync(work, downloads).ConfigureAwait(false);
            foreach (string archive in Directory.EnumerateFiles(downloads, "*.deb"))
            {
                await ClientProcess.RunAsync(run, _dpkg!, ["-x", archive, directory], work).ConfigureAwait(false);
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task DownloadAsync(string work, string downloads)
    {
        // Container images come without lists, and those of an old installation name versions that are gone.
        if (HasSystemLists())
        {
            try
            {
                await DownloadAsync(downloads, Options(work, ownLists: false)).ConfigureAwait(false);
                return;
            }
            catch (EngineException e)
            {
                run.Events.Write("note", ("text", $"The machine's own apt lists could not be used, fresh ones are fetched: {e.Message}"));
            }
        }

        string[] options = Options(work, ownLists: true);
        await ClientProcess.RunAsync(run, _apt!, ["update", .. options], work).ConfigureAwait(false);
        await DownloadAsync(downloads, options).ConfigureAwait(false);
    }

    private async Task DownloadAsync(string downloads, string[] options)
    {
        IReadOnlyList<string> plan = await ClientProcess.RunAsync(run, _apt!, ["install", "--simulate", "--reinstall", "--no-install-recommends", package, .. options], downloads).ConfigureAwait(false);
        string[] wanted = [.. plan.Select(Planned).OfType<string>().Distinct()];
        await ClientProcess.RunAsync(run, _apt!, ["download", .. wanted, .. options], downloads).ConfigureAwait(false);
    }

    // Inst redis-server (5:7.0.15-1~deb12u10 Debian-Security:12/oldstable-security [amd64])
    // Inst libc6 [2.36-9] (2.36-10 Debian:12 [amd64])
    private static string? Planned(string line)
    {
        string[] words = line.Split(' ');
        int open = line.IndexOf('(', StringComparison.Ordinal);
        return words is ["Inst", ..] && open > 0
            ? $"{words[1]}={line[(open + 1)..].Split(' ')[0]}"
            : null;
    }

    private static bool HasSystemLists() =>
        Directory.Exists(SystemLists) && Directory.EnumerateFiles(SystemLists, "*_Packages*").Any();

    private static string[] Options(string work, bool ownLists)
    {
        string cache = Path.Combine(work, "cache");
        Directory.CreateDirectory(Path.Combine(cache, "archives", "partial"));
        List<string> options = ["-o", $"Dir::Cache={cache}", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=", "-o", "APT::Get::AllowUnauthenticated=false", "-q"];
        if (ownLists)
        {
            string lists = Path.Combine(work, "lists");
            Directory.CreateDirectory(Path.Combine(lists, "partial"));
            options.AddRange(["-o", $"Dir::State::lists={lists}"]);
        }

        return [.. options];
    }
}
