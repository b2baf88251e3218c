using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres;
using TestOrchestrator.Redis;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Knows which container images the local engine has programs for, and what it does with everything else that a container can say.
/// </summary>
internal static class ContainerImages
{
    private const string InitDirectory = "/docker-entrypoint-initdb.d";

    // Tools to look into servers with, which no other resource depends on.
    private static readonly string[] s_adminTools = ["pgadmin4", "pgweb", "redis-commander", "redisinsight", "dbgate", "adminer", "mongo-express"];

    // A shell fills in the password of Redis; see ToRedisOptions.
    private static readonly Dictionary<string, string[]> s_entrypoints = new()
    {
        ["postgres"] = ["postgres", "docker-entrypoint.sh"],
        ["redis"] = ["sh", "redis-server", "docker-entrypoint.sh"],
        ["valkey"] = ["sh", "valkey-server", "docker-entrypoint.sh"],
    };

    private static readonly Dictionary<string, string> s_data = new() { ["postgres"] = "/var/lib/postgresql", ["redis"] = "/data", ["valkey"] = "/data" };

    /// <summary>Gets the last part of the name of an image, such as <c>postgres</c> of <c>docker.io/library/postgres:18.3</c>.</summary>
    public static string NameOf(IResource resource) =>
        resource.TryGetContainerImageName(out string? image) ? image.Split('@')[0].Split('/')[^1].Split(':')[0] : "";

    /// <summary>Tells whether the engine has a program for an image.</summary>
    public static bool IsKnown(IResource resource) => s_data.ContainsKey(NameOf(resource)) && !IsBuilt(resource);

    /// <summary>Whether a resource can only run as a container: the engine has no program for its image.</summary>
    public static bool NeedsContainer(IResource resource) => resource.IsContainer() && !IsKnown(resource);

    /// <summary>Tells why a container is not started although nothing is wrong with it.</summary>
    /// <returns>A full sentence; null if it has to be started.</returns>
    public static string? WhyNotStarted(IResource resource, DistributedApplicationModel model)
    {
        bool isWaitedFor = model.Resources.Any(other => other.Annotations.OfType<WaitAnnotation>().Any(w => w.Resource == resource));
        if (s_adminTools.Contains(NameOf(resource)) && !isWaitedFor)
        {
            return "The local engine does not start tools to look into servers with.";
        }

        bool isNeeded = isWaitedFor || model.Resources.Where(r => r != resource).Any(other =>
            other.Annotations.OfType<ResourceRelationshipAnnotation>().Any(r => r.Resource == resource)
            || (other is IResourceWithParent child && child.Parent == resource));
        return isNeeded || IsKnown(resource)
            ? null
            : "The local engine starts containers that are needed, and no other resource waits for this one or refers to it.";
    }

    /// <summary>Makes the problem of a container that other resources need, and that cannot be run.</summary>
    public static DefinitionProblem NoProgram(IResource resource)
    {
        _ = resource.TryGetContainerImageName(out string? image);
        return Problem("TO1131", resource, IsBuilt(resource)
            ? $"'{resource.Name}' is a container of an image that a Dockerfile describes, which the local engine does not build, "
                + "and other resources need it. Replace it in tests (ConfigureApp), or run with --lane aspire."
            : $"'{resource.Name}' is a container of the image '{image}', for which the local engine has no program, "
                + "and other resources need it. A container engine would do, but none answers: start Docker or Podman. "
                + "Or replace the resource in tests (ConfigureApp).");
    }

    /// <summary>Finds what a server asks for that the local engine cannot do.</summary>
    /// <returns>Full sentences, each with what to do.</returns>
    public static IEnumerable<DefinitionProblem> Problems(IResource resource)
    {
        string name = NameOf(resource);
        string data = s_data[name];
        if (resource is ContainerResource { Entrypoint: { } entrypoint } && !s_entrypoints[name].Contains(Path.GetFileName(entrypoint)))
        {
            yield return Problem("TO1132", resource, $"'{resource.Name}' has the entry point '{entrypoint}', and the local engine runs the server itself. Leave it out in tests (ConfigureApp), or run with --lane aspire.");
        }

        foreach (ContainerMountAnnotation mount in resource.Annotations.OfType<ContainerMountAnnotation>().Where(m => m.Type == ContainerMountType.BindMount && !IsInit(name, m.Target)))
        {
            yield return Problem("TO1132", resource, $"'{resource.Name}' mounts the directory '{mount.Source}' at '{mount.Target}', and the local engine's servers have no such directory. Leave the mount out in tests (ConfigureApp), or run with --lane aspire.");
        }

        foreach (ContainerMountAnnotation mount in resource.Annotations.OfType<ContainerMountAnnotation>().Where(m => m.Type == ContainerMountType.Volume && !m.Target.StartsWith(data, StringComparison.Ordinal)))
        {
            yield return Problem("TO1132", resource, $"'{resource.Name}' mounts the volume '{mount.Source}' at '{mount.Target}', and the local engine's servers have no such directory: their data are in '{data}'. Leave the mount out in tests (ConfigureApp), or run with --lane aspire.");
        }

        foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.TlsEnabled))
        {
            string message = $"'{resource.Name}' has TLS on its endpoint '{endpoint.Name}', and the local engine's servers have none. "
                + "Leave the certificate out in tests (ConfigureApp: WithoutHttpsCertificate), or run with --lane aspire.";
            yield return Problem("TO1132", resource, message);
        }

        if (AspireInternals.HasRedisModules(resource))
        {
            string message = $"'{resource.Name}' loads modules (WithModule), which are files of its image. "
                + "Leave them out in tests (ConfigureApp), or run with --lane aspire.";
            yield return Problem("TO1132", resource, message);
        }

        foreach (ContainerFileSystemCallbackAnnotation files in resource.Annotations.OfType<ContainerFileSystemCallbackAnnotation>().Where(f => !IsInit(name, f.DestinationPath)))
        {
            yield return Problem("TO1132", resource, $"'{resource.Name}' is given files in '{files.DestinationPath}', and the local engine's servers have no such directory. Leave them out in tests (ConfigureApp), or run with --lane aspire.");
        }
    }

    /// <summary>Gets what the engine does otherwise than a container engine would.</summary>
    /// <returns>Full sentences.</returns>
    public static IEnumerable<string> Notes(IResource resource, DistributedApplicationModel model)
    {
        foreach (ContainerMountAnnotation volume in resource.Annotations.OfType<ContainerMountAnnotation>().Where(m => m.Type == ContainerMountType.Volume))
        {
            yield return $"The volume '{volume.Source ?? "without a name"}' is this application's alone: it begins empty, and ends with the application.";
        }

        if (NameOf(resource) == "valkey")
        {
            yield return "It asked for Valkey, and Redis runs.";
        }

        if (resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>().Any())
        {
            yield return "Its arguments of the container engine (WithContainerRuntimeArgs) have no effect: no container runs.";
        }

        if (HasInitFiles(resource))
        {
            yield return "Of its init files those named *.sql run, in each of its databases, before the migrations.";
        }

        foreach (IResource database in DatabasesOf(resource, model).Where(AspireInternals.HasCreationScript))
        {
            yield return $"The script that makes its database '{database.Name}' (WithCreationScript) has no effect: the engine makes it.";
        }

        if (resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()?.SHA256 is not null)
        {
            yield return "The digest of its image (WithImageSHA256) is not compared: the program of this machine runs.";
        }

        string[] without =
        [
            .. resource.Annotations.Select(static a => a switch
            {
                ContainerImagePullPolicyAnnotation => "WithImagePullPolicy",
                ContainerNameAnnotation => "WithContainerName",
                ContainerNetworkAliasAnnotation => "WithContainerNetworkAlias",
                ContainerCertificatePathsAnnotation => "WithContainerCertificatePaths",
                ResourceCommandAnnotation { Name: "repl" } => "WithRepl",
                _ => null,
            }).OfType<string>().Distinct(),
        ];
        if (without.Length > 0)
        {
            yield return $"No container runs: {string.Join(", ", without)} {(without.Length == 1 ? "has" : "have")} no effect.";
        }
    }

    /// <summary>Makes what runs a server.</summary>
    public static async Task<IUnitProvider> CreateProviderAsync(
        IResource resource,
        DistributedApplicationModel model,
        IServiceProvider services,
        string filesDirectory,
        bool isStrict,
        CancellationToken cancellationToken)
    {
        string? version = resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()?.Tag;
        string endpoint = resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault()?.Name ?? "tcp";
        return NameOf(resource) == "postgres"
            ? new PostgresServerProvider
            {
                EndpointName = endpoint,
                RequestedVersion = version,
                StrictVersion = isStrict,
                Databases = await DatabasesAsync(resource, model, cancellationToken).ConfigureAwait(false),
                InitDirectories = await InitDirectoriesAsync(resource, services, filesDirectory, cancellationToken).ConfigureAwait(false),
            }
            : new RedisProvider { EndpointName = endpoint, RequestedVersion = NameOf(resource) == "redis" ? version : null, StrictVersion = isStrict };
    }

    /// <summary>Finds the databases of a server: its children with a connection string.</summary>
    public static IEnumerable<IResourceWithConnectionString> DatabasesOf(IResource server, DistributedApplicationModel model) =>
        model.Resources.OfType<IResourceWithParent>().Where(c => c.Parent == server).OfType<IResourceWithConnectionString>();

    /// <summary>Turns what a container of Redis is started with into the options of its program.</summary>
    public static UnitConfiguration ToRedisOptions(UnitConfiguration container)
    {
        // redis-server --requirepass $REDIS_PASSWORD --save 60 1; a shell would fill in the variable.
        int program = container.Arguments.IndexOf("redis-server") is >= 0 and int redis ? redis : container.Arguments.IndexOf("valkey-server");
        return container with
        {
            Arguments =
            [
                .. container.Arguments.Skip(program + 1)
                    .Select(a => a.StartsWith('$') && container.Environment.TryGetValue(a[1..].Trim('{', '}'), out string? value) ? value : a),
            ],
        };
    }

    private static async Task<ImmutableArray<PostgresDatabaseDefinition>> DatabasesAsync(
        IResource server,
        DistributedApplicationModel model,
        CancellationToken cancellationToken)
    {
        List<PostgresDatabaseDefinition> databases = [];
        foreach (IResourceWithConnectionString database in DatabasesOf(server, model))
        {
            ReferenceExpression? name = database.GetConnectionProperties().FirstOrDefault(p => p.Key == "DatabaseName").Value;
            databases.Add(new()
            {
                Name = database.Name,
                DatabaseName = (name is null ? null : await name.GetValueAsync(cancellationToken).ConfigureAwait(false)) ?? database.Name,
                MigrationDirectories = [.. database.Annotations.OfType<MigrationsAnnotation>().Select(m => m.Directory)],
            });
        }

        return [.. databases];
    }

    private static async Task<ImmutableArray<string>> InitDirectoriesAsync(
        IResource server,
        IServiceProvider services,
        string filesDirectory,
        CancellationToken cancellationToken)
    {
        List<string> directories = [.. server.Annotations.OfType<ContainerMountAnnotation>().Where(m => IsInit("postgres", m.Target)).Select(m => m.Source).OfType<string>()];
        foreach (ContainerFileSystemCallbackAnnotation files in server.Annotations.OfType<ContainerFileSystemCallbackAnnotation>())
        {
            string directory = Path.Combine(filesDirectory, server.Name, string.Create(CultureInfo.InvariantCulture, $"init{directories.Count}"));
            Directory.CreateDirectory(directory);
            foreach (ContainerFile file in (await files.Callback(new() { Services = services, ServiceProvider = services, Model = server }, cancellationToken).ConfigureAwait(false)).OfType<ContainerFile>())
            {
                string content = file.Contents ?? await File.ReadAllTextAsync(file.SourcePath!, cancellationToken).ConfigureAwait(false);
                await File.WriteAllTextAsync(Path.Combine(directory, file.Name), content, cancellationToken).ConfigureAwait(false);
            }

            directories.Add(directory);
        }

        return [.. directories];
    }

    /// <summary>Whether the image of a container is built from a Dockerfile.</summary>
    public static bool IsBuilt(IResource resource) => resource.Annotations.OfType<DockerfileBuildAnnotation>().Any();

    private static bool HasInitFiles(IResource resource) =>
        resource.Annotations.OfType<ContainerMountAnnotation>().Any(m => IsInit(NameOf(resource), m.Target))
        || resource.Annotations.OfType<ContainerFileSystemCallbackAnnotation>().Any(f => IsInit(NameOf(resource), f.DestinationPath));

    private static bool IsInit(string image, string target) =>
        image == "postgres" && target.TrimEnd('/').StartsWith(InitDirectory, StringComparison.Ordinal);

    private static DefinitionProblem Problem(
        string code,
        IResource resource,
        string message) =>
        new() { Code = code, Unit = resource.Name, Message = message };
}
