using System.Runtime.Loader;
using System.Text.Json;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// What a program is made of: its <c>.deps.json</c> says which of its assemblies are packages and which are the user's own. The format is
/// described in the .NET SDK's documentation, "runtime configuration files". Immutable and thread-safe.
/// </summary>
internal sealed class ProgramManifest
{
    private readonly Dictionary<string, Library> _byAssembly = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Library> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _shareKeys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<ProgramJudgement> _judgement;

    private ProgramManifest(string program)
    {
        Program = program;
        Resolver = new(program);
        _judgement = new(() => ProgramJudgement.Judge(this));
    }

    /// <summary>The full path of the program's main assembly.</summary>
    public string Program { get; }

    /// <summary>Finds files as the .NET host does.</summary>
    public AssemblyDependencyResolver Resolver { get; }

    /// <summary>How the program can run.</summary>
    public ProgramJudgement Judgement => _judgement.Value;

    /// <summary>The names of the user's own assemblies.</summary>
    public IEnumerable<string> PrivateAssemblies => _byAssembly.Where(a => !a.Value.IsPackage).Select(a => a.Key);

    /// <summary>The packages that the program uses.</summary>
    public IEnumerable<Library> Packages => _byId.Values.Where(l => l.IsPackage);

    public static ProgramManifest Read(string program)
    {
        ProgramManifest manifest = new(program);
        string file = Path.ChangeExtension(program, ".deps.json");
        if (File.Exists(file))
        {
            using FileStream stream = File.OpenRead(file);
            using JsonDocument document = JsonDocument.Parse(stream);
            foreach (Library library in Libraries(document.RootElement))
            {
                manifest.Add(library);
            }
        }

        foreach (Library package in manifest.Packages)
        {
            manifest.ShareKeyOf(package);
        }

        return manifest;
    }

    /// <summary>Finds the package that an assembly belongs to.</summary>
    /// <returns>The package; null if the assembly is the user's own, or not listed.</returns>
    public Library? PackageOf(string assembly) => _byAssembly.GetValueOrDefault(assembly) is { IsPackage: true } package ? package : null;

    /// <summary>Gets the packages that a package depends on, directly.</summary>
    public IEnumerable<Library> DependenciesOf(Library package) =>
        package.Dependencies.Select(id => _byId.GetValueOrDefault(id)).OfType<Library>().Where(l => l.IsPackage);

    /// <summary>
    /// Gets what two services must have in common to share a package: the package and everything that it depends on, in the same versions.
    /// </summary>
    public string ShareKeyOf(Library package)
    {
        if (!_shareKeys.TryGetValue(package.Id, out string? key))
        {
            // Against a manifest that goes in circles, which NuGet does not make.
            _shareKeys[package.Id] = "";
            key = $"{package.Id}#{package.Hash}({string.Join(',', DependenciesOf(package).Select(ShareKeyOf).Order(StringComparer.Ordinal))})";
            _shareKeys[package.Id] = key;
        }

        return key;
    }

    private void Add(Library library)
    {
        _byId[library.Id] = library;
        foreach (string assembly in library.Assemblies)
        {
            _byAssembly[assembly] = library;
        }
    }

    // {"runtimeTarget":{"name":".NETCoreApp,Version=v10.0"},
    //  "targets":{".NETCoreApp,Version=v10.0":{"Npgsql/10.0.0":{"dependencies":{"X":"1.0"},"runtime":{"lib/net10.0/Npgsql.dll":{}}}}},
    //  "libraries":{"Npgsql/10.0.0":{"type":"package","sha512":"sha512-…"}}}
    private static IEnumerable<Library> Libraries(JsonElement root)
    {
        JsonElement target = root.GetProperty("targets").GetProperty(root.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
        JsonElement libraries = root.GetProperty("libraries");
        foreach (JsonProperty entry in target.EnumerateObject())
        {
            JsonElement described = libraries.GetProperty(entry.Name);
            yield return new()
            {
                Id = entry.Name,
                IsPackage = described.GetProperty("type").GetString() == "package",
                Hash = described.TryGetProperty("sha512", out JsonElement hash) ? hash.GetString() ?? "" : "",
                Assemblies = [.. Names(entry.Value, "runtime").Concat(Names(entry.Value, "runtimeTargets")).Select(path => Path.GetFileNameWithoutExtension(path)).Distinct(StringComparer.OrdinalIgnoreCase)],
                Dependencies = entry.Value.TryGetProperty("dependencies", out JsonElement dependencies)
                    ? [.. dependencies.EnumerateObject().Select(d => $"{d.Name}/{d.Value.GetString()}")]
                    : [],
            };
        }
    }

    private static IEnumerable<string> Names(JsonElement library, string kind) =>
        library.TryGetProperty(kind, out JsonElement files)
            ? files.EnumerateObject().Select(f => f.Name).Where(name => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            : [];
}
