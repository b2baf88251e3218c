using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TestOrchestrator.Engine.Tools;

namespace TestOrchestrator.Engine.Tests.Tools;

[TestClass]
public sealed class FetchedToolTests : IDisposable
{
    private readonly ToolMachine _machine = new();

    private string Entry => Path.Combine(_machine.Cache, "tools-npm-1.0");

    public void Dispose() => _machine.Dispose();

    [TestMethod]
    public async Task A_package_is_unpacked_into_the_cache_and_is_found_there_the_next_time()
    {
        NpmPackage package = _machine.Publish(
            ("package/native/bin/tool", "tool"),
            ("package/native/bin/companion", "companion"),
            ("package/native/lib/libtool.so.1.2", "library"),
            ("package/links.json", """[{"source":"native/lib/libtool.so.1.2","target":"native/lib/libtool.so"}]"""),
            ("package/README.md", "Read me."));

        string first = await FindAsync(package with { Links = "links.json" });
        string second = await FindAsync(package with { Links = "links.json" });

        Assert.AreEqual($"npm {Entry}/native/bin", first);
        Assert.AreEqual(first, second);
        StringAssert.StartsWith(await File.ReadAllTextAsync(_machine["npm.log"]), "pack @scope/tools@1.0 --silent --ignore-scripts --pack-destination ");
        Assert.HasCount(1, await File.ReadAllLinesAsync(_machine["npm.log"]));
        Assert.AreEqual("library", await File.ReadAllTextAsync(Path.Combine(Entry, "native/lib/libtool.so")));
        Assert.AreEqual("libtool.so.1.2", new FileInfo(Path.Combine(Entry, "native/lib/libtool.so")).LinkTarget);
        Assert.IsFalse(ProgramPath.IsProgram(Path.Combine(Entry, "README.md")));
        Assert.IsFalse(File.Exists(Path.Combine(Entry, "package.tgz")));
    }

    [TestMethod]
    public async Task Processes_that_need_it_at_once_fetch_it_once()
    {
        NpmPackage package = _machine.Publish(("package/native/bin/tool", "tool"), ("package/native/bin/companion", "companion"));

        string[] found = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => FindAsync(package)));

        Assert.AreEqual($"npm {Entry}/native/bin", string.Join('\n', found.Distinct()));
        Assert.HasCount(1, await File.ReadAllLinesAsync(_machine["npm.log"]));
    }

    [TestMethod]
    public async Task An_archive_with_another_checksum_is_not_used()
    {
        NpmPackage package = _machine.Publish(("package/native/bin/tool", "tool"), ("package/native/bin/companion", "companion"));
        string expected = Convert.ToBase64String(SHA512.HashData("another"u8));

        string found = await FindAsync(package with { Sha512 = expected });

        Assert.AreEqual(NotFetched($"npm: TO1507: '@scope/tools@1.0' is not what it should be: its SHA-512 is {package.Sha512} instead of {expected}. It was not used."), found);
        Assert.IsEmpty(Directory.GetDirectories(_machine.Cache));
    }

    [TestMethod]
    public async Task A_client_that_fails_is_told_with_what_it_said()
    {
        NpmPackage package = _machine.Publish();
        _machine.Script("bin/npm", "echo Not today. >&2; exit 3");

        string found = await FindAsync(package);

        StringAssert.Matches(found, new("^" + System.Text.RegularExpressions.Regex.Escape(NotFetched(
            "npm: TO1506: 'npm pack @scope/tools@1.0' failed: it exited with code 3. The last lines of its log 'LOG':\n    Not today.")).Replace("LOG", "[^']+", StringComparison.Ordinal) + "$"));
        Assert.IsEmpty(Directory.GetDirectories(_machine.Cache));
    }

    [TestMethod]
    public async Task A_client_that_fetches_nothing_is_told()
    {
        NpmPackage package = _machine.Publish();
        _machine.Script("bin/npm", "exit 0");

        Assert.AreEqual(NotFetched("npm: TO1506: 'npm pack @scope/tools@1.0' failed: it left no archive. Its configuration may keep it from that, such as 'dry-run'."), await FindAsync(package));
    }

    [TestMethod]
    public async Task An_archive_cannot_write_outside_of_its_directory()
    {
        NpmPackage package = _machine.Publish(
            ("package/native/bin/tool", "tool"),
            ("package/native/bin/companion", "companion"),
            ("package/../../escaped", "escaped"),
            ("package/../../tools-npm-1.0-sibling/escaped", "escaped"),
            ($"package/{_machine["escaped"]}", "escaped"),
            ("other/escaped", "escaped"),
            ("package/links.json", $$"""[{"source":"native/bin/tool","target":"../escaped-link"},{"source":"native/bin/tool","target":"{{_machine["escaped-link"]}}"},{"source":"../../..","target":"native/everything"}]"""));

        string found = await FindAsync(package with { Links = "links.json" });

        Assert.AreEqual($"npm {Entry}/native/bin", found);
        Assert.IsEmpty(Directory.GetFileSystemEntries(_machine[""], "*escaped*", SearchOption.AllDirectories));
        Assert.IsFalse(Path.Exists(Path.Combine(Entry, "native/everything")));
    }

    [TestMethod]
    public async Task A_cached_package_that_is_damaged_is_told()
    {
        NpmPackage package = _machine.Publish(("package/native/bin/tool", "tool"), ("package/native/bin/companion", "companion"));
        await FindAsync(package);
        File.Delete(Path.Combine(Entry, "native/bin/companion"));

        Assert.AreEqual(NotFetched($"npm: TO1508: The package '@scope/tools@1.0' does not have 'companion'; remove '{Entry}' to fetch it again."), await FindAsync(package));
    }

    [TestMethod]
    public async Task Apt_unpacks_what_an_installation_would_add()
    {
        MakeApt(program: "tool");
        string entry = Path.Combine(_machine.Cache, "tools-apt");

        string first = await _machine.FindAsync(AptDefinition);
        string second = await _machine.FindAsync(AptDefinition);

        Assert.AreEqual($"apt {entry}/usr/bin libraries {entry}/usr/lib", first);
        Assert.AreEqual(first, second);
        string[] asked = await File.ReadAllLinesAsync(_machine["apt.log"]);
        Assert.AreEqual("install --simulate, download libtool1=1:2.0 tools=1.0-1", string.Join(", ", asked.Where(a => a != "update")));
    }

    [TestMethod]
    public async Task A_package_of_apt_without_its_program_is_told()
    {
        MakeApt(program: "another");

        Assert.AreEqual(
            $"""
            TO1504: 'tool' not found, and could not be fetched.
              apt: TO1508: The package 'tools' does not have 'tool'; remove '{_machine.Cache}/tools-apt' to fetch it again.
            Install them: 'get tools'. Or set TESTORCHESTRATOR_TOOLS to the directory that has them.
            """,
            await _machine.FindAsync(AptDefinition));
    }

    private ToolDefinition AptDefinition => _machine.Definition with { AptPackage = "tools", Programs = ["tool"] };

    private Task<string> FindAsync(NpmPackage package) =>
        _machine.FindAsync(_machine.Definition with { NpmPackages = _machine.Definition.NpmPackages.Add(RuntimeInformation.RuntimeIdentifier, package) });

    private static string NotFetched(string why) =>
        $"TO1504: 'tool' and 'companion' not found, and could not be fetched.\n  {why}\nInstall them: 'get tools'. Or set TESTORCHESTRATOR_TOOLS to the directory that has them.";

    // A program with a start script of the same name beside it, and a library that the machine does not have.
    private void MakeApt(string program)
    {
        _machine.Script(
            "bin/apt-get",
            $$"""
            case "$1" in
              update) echo update >> {{_machine["apt.log"]}} ;;
              install) echo "install $2" >> {{_machine["apt.log"]}}; echo "Reading package lists..."; echo "Inst libtool1 [1:1.9] (1:2.0 Debian:12/stable [amd64])"; echo "Inst tools (1.0-1 Debian:12/stable [amd64])"; echo "Conf tools (1.0-1)" ;;
              download) echo "download $2 $3" >> {{_machine["apt.log"]}}; cp {{_machine["bin/sh"]}} ./tools.deb ;;
            esac
            """);
        _machine.Script(
            "bin/dpkg-deb",
            $"""
            mkdir -p "$3/etc/init.d" "$3/usr/bin" "$3/usr/lib"
            cp {_machine["bin/dpkg-deb"]} "$3/etc/init.d/{program}"
            cp {_machine["bin/dpkg-deb"]} "$3/usr/bin/{program}"
            cp {_machine["bin/dpkg-deb"]} "$3/usr/lib/libtool.so.1"
            """);
    }
}
