using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Hosting.Dashboards;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Resolves what an instance is started with, by Aspire's own callbacks. Thread-safe.</summary>
/// <param name="context">The application that the callbacks see.</param>
/// <param name="loggers">The loggers of resources.</param>
/// <param name="settings">How the engine runs the application.</param>
internal sealed partial class ResourceConfiguration(
    DistributedApplicationExecutionContext context,
    ResourceLoggerService loggers,
    LocalEngineSettings settings)
{
    // Go templates that DCP fills in: Aspire's callbacks write them whoever runs the application.
    private const string InstanceIdTemplate = "{{- index .Annotations \"otel-service-instance-id\" -}}";
    private const string ServiceNameTemplate = "{{- index .Annotations \"otel-service-name\" -}}";

    // Aspire keeps what a callback of a resource has made, together with all that came before it. Two replicas at once would mix theirs.
    private readonly ConcurrentDictionary<IResource, SemaphoreSlim> _turns = new();

    /// <summary>Makes the text that stands for the port of a replica until it is known which replica is meant.</summary>
    public static string PortTemplate(string endpoint) => $"{{{{port of {endpoint}}}}}";

    /// <summary>Resolves the configuration of a program.</summary>
    public async Task<UnitConfiguration> ResolveAsync(ResourceInstance instance, UnitContext unit, CancellationToken cancellationToken)
    {
        string certificates = Path.Combine(unit.StateDirectory, "certificates", instance.Id);
        IExecutionConfigurationBuilder builder = ExecutionConfigurationBuilder.Create(instance.Resource)
            .WithArgumentsConfig()
            .WithEnvironmentVariablesConfig()
            .WithCertificateTrustConfig(scope => ApplicationCertificateFiles.Trust(certificates, scope))
            .WithHttpsCertificateConfig(certificate => ApplicationCertificateFiles.Server(certificates, certificate))
            .AddExecutionConfigurationGatherer(new ApplicationHost());
        IExecutionConfigurationResult result = await BuildAsync(builder, instance, cancellationToken).ConfigureAwait(false);
        await ApplicationCertificateFiles.WriteAsync(result, certificates, cancellationToken).ConfigureAwait(false);
        return Finish(result, instance, unit, LaunchArguments(instance.Resource));
    }

    /// <summary>
    /// Resolves the configuration of a server that is a container elsewhere: its certificates would be files in that container.
    /// </summary>
    public async Task<UnitConfiguration> ResolveServerAsync(
        ResourceInstance instance,
        UnitContext unit,
        CancellationToken cancellationToken)
    {
        IExecutionConfigurationBuilder builder = ExecutionConfigurationBuilder.Create(instance.Resource)
            .WithArgumentsConfig()
            .WithEnvironmentVariablesConfig()
            .AddExecutionConfigurationGatherer(new ApplicationHost());
        return Finish(await BuildAsync(builder, instance, cancellationToken).ConfigureAwait(false), instance, unit, []);
    }

    /// <summary>Resolves the configuration of a container, and makes the files that are put into it.</summary>
    public async Task<UnitConfiguration> ResolveContainerAsync(
        ResourceInstance instance,
        UnitContext unit,
        CancellationToken cancellationToken)
    {
        ContainerFiles files = new(instance.Resource);
        IExecutionConfigurationBuilder builder = ExecutionConfigurationBuilder.Create(instance.Resource)
            .WithArgumentsConfig()
            .WithEnvironmentVariablesConfig()
            .WithCertificateTrustConfig(files.Trust)
            .WithHttpsCertificateConfig(files.Server)
            .AddExecutionConfigurationGatherer(new ApplicationHost());
        IExecutionConfigurationResult result = await BuildAsync(builder, instance, cancellationToken).ConfigureAwait(false);
        string directory = Path.Combine(unit.StateDirectory, "certificates", instance.Id);
        await ApplicationCertificateFiles.WriteAsync(result, directory, cancellationToken).ConfigureAwait(false);
        instance.Files = await files.MakeAsync(result, directory, context.ServiceProvider, cancellationToken).ConfigureAwait(false);
        UnitConfiguration configuration = Finish(result, instance, unit, []);
#pragma warning disable ASPIRECONTAINERSHELLEXECUTION001
        return instance.Resource is ContainerResource { ShellExecution: true }
            ? configuration with { Arguments = ["-c", string.Join(' ', configuration.Arguments)] }
            : configuration;
#pragma warning restore ASPIRECONTAINERSHELLEXECUTION001
    }

    private async Task<IExecutionConfigurationResult> BuildAsync(
        IExecutionConfigurationBuilder builder,
        ResourceInstance instance,
        CancellationToken cancellationToken)
    {
        IExecutionConfigurationResult result;
        SemaphoreSlim turn = _turns.GetOrAdd(instance.Resource, static _ => new(1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            result = await builder.BuildAsync(context, loggers.GetLogger(instance.Id), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }

        return result.Exception is { } failure
            ? throw new DistributedApplicationException($"The configuration of '{instance.Resource.Name}' could not be resolved: {failure.Message}", failure)
            : result;
    }

    private UnitConfiguration Finish(
        IExecutionConfigurationResult result,
        ResourceInstance instance,
        UnitContext unit,
        IEnumerable<string> launchArguments)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        IEnumerable<KeyValuePair<string, string>> variables = result.EnvironmentVariables;
        foreach ((string name, string value) in variables.Where(v => !settings.IsTest || !TelemetryReceiver.IsExporterVariable(v.Key)))
        {
            bool isListened = KestrelUrl().IsMatch(name) && !instance.Resource.IsContainer();
            environment[name] = isListened ? Rebind(Fill(value, instance, unit), unit) : Fill(value, instance, unit);
        }

        AddReceiver(environment, instance.Resource);

        ImmutableArray<(string Value, bool IsSensitive)> arguments =
            [.. result.Arguments.Select(a => (Fill(a.Value, instance, unit), a.IsSensitive))];
        arguments = arguments.InsertRange(AspireInternals.Instance.LaunchToolArguments(result), launchArguments.Select(a => (a, false)));
        instance.Launch = new()
        {
            Arguments = arguments,
            Environment = [.. environment.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true))],
        };
        return new() { Arguments = [.. arguments.Select(a => a.Value)], Environment = environment };
    }

    private void AddReceiver(Dictionary<string, string> environment, IResource resource)
    {
        if (settings.Telemetry is { } receiver && resource is ProjectResource)
        {
            foreach ((string name, string value) in receiver.Variables)
            {
                environment[name] = value;
            }

            foreach (string name in TelemetryReceiver.NoProxyVariables.Where(environment.ContainsKey))
            {
                environment[name] += $",{receiver.Endpoint.Host}";
            }
        }
    }

    private static string Fill(string value, ResourceInstance instance, UnitContext unit)
    {
        if (!value.Contains("{{", StringComparison.Ordinal))
        {
            return value;
        }

        value = value.Replace(InstanceIdTemplate, instance.Suffix, StringComparison.Ordinal).Replace(ServiceNameTemplate, instance.Resource.Name, StringComparison.Ordinal);
        foreach (EndpointDefinition endpoint in unit.Unit.Endpoints)
        {
            string port = unit.GetEndpoint(endpoint.Name).Address.Port.ToString(CultureInfo.InvariantCulture);
            value = value.Replace(PortTemplate(endpoint.Name), port, StringComparison.Ordinal);
        }

        return value;
    }

    // Endpoints from a service's own settings keep the host that stands there; here they listen on the address of the application.
    private static string Rebind(string url, UnitContext unit) =>
        Uri.TryCreate(url.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal), UriKind.Absolute, out Uri? parsed) && parsed.Host is "localhost" or "0.0.0.0" or "127.0.0.1" or "[::]" or "[::1]"
            ? new UriBuilder(parsed) { Host = unit.Address.ToString() }.Uri.GetLeftPart(UriPartial.Authority)
            : url;

    private static IEnumerable<string> LaunchArguments(IResource resource) =>
        resource is ProjectResource && AspireInternals.Instance.GetLaunchArguments(resource) is { Length: > 0 } text ? CommandLine.Split(text) : [];

    [GeneratedRegex("^Kestrel__Endpoints__.+__Url$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex KestrelUrl();
}

/// <summary>The files with which a program trusts certificates and presents one, laid out as DCP lays them out.</summary>
internal static class ApplicationCertificateFiles
{
    private static readonly string[] s_systemDirectories = ["/etc/ssl/certs", "/usr/local/share/ca-certificates", "/etc/pki/tls/certs"];

    public static CertificateTrustExecutionConfigurationContext Trust(string directory, CertificateTrustScope scope)
    {
        IEnumerable<string> others = scope != CertificateTrustScope.Append ? []
            : Environment.GetEnvironmentVariable("SSL_CERT_DIR") is { } given
                ? given.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : s_systemDirectories.Where(Directory.Exists);
        return new()
        {
            CertificateBundlePath = Text(Path.Combine(directory, "cert.pem")),
            CertificateDirectoriesPath = Text(string.Join(Path.PathSeparator, others.Prepend(Path.Combine(directory, "certs")))),
            RootCertificatesPath = directory,
        };
    }

    public static HttpsCertificateExecutionConfigurationContext Server(string directory, X509Certificate2 certificate) => new()
    {
        CertificatePath = Text(FileOf(directory, certificate, "crt")),
        KeyPath = Text(FileOf(directory, certificate, "key")),
        CertificateWithKeyPath = Text(FileOf(directory, certificate, "pem")),
        PfxPath = Text(FileOf(directory, certificate, "pfx")),
    };

    public static async Task WriteAsync(IExecutionConfigurationResult result, string directory, CancellationToken cancellationToken)
    {
        if (result.TryGetAdditionalData(out CertificateTrustExecutionConfigurationData? trust) && trust.Scope != CertificateTrustScope.None && trust.Certificates.Count > 0)
        {
            await WriteTrustAsync(trust, directory, cancellationToken).ConfigureAwait(false);
        }

        if (result.TryGetAdditionalData(out HttpsCertificateExecutionConfigurationData? server))
        {
            await WriteServerAsync(server, directory, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteTrustAsync(
        CertificateTrustExecutionConfigurationData trust,
        string directory,
        CancellationToken cancellationToken)
    {
        string certs = Path.Combine(directory, "certs");
        Directory.CreateDirectory(certs);
        await File.WriteAllTextAsync(Path.Combine(directory, "cert.pem"), string.Concat(trust.Certificates.Select(c => $"{c.ExportCertificatePem()}\n")), cancellationToken).ConfigureAwait(false);
        foreach (X509Certificate2 certificate in trust.Certificates)
        {
            // OpenSSL finds a certificate in a directory by the hash of its subject.
            await File.WriteAllTextAsync(Path.Combine(certs, $"{OpenSslName.Hash(certificate)}.0"), certificate.ExportCertificatePem(), cancellationToken).ConfigureAwait(false);
        }

        foreach ((string name, Func<X509Certificate2Collection, CancellationToken, Task<byte[]>> make) in trust.CustomBundlesFactories)
        {
            string path = Path.Combine(directory, "bundles", name);
            PrivateDirectory.Create(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, await make(trust.Certificates, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteServerAsync(
        HttpsCertificateExecutionConfigurationData server,
        string directory,
        CancellationToken cancellationToken)
    {
        PrivateDirectory.Create(directory);
        PrivateDirectory.Create(Path.Combine(directory, "private"));
        await File.WriteAllTextAsync(FileOf(directory, server.Certificate, "crt"), server.Certificate.ExportCertificatePem(), cancellationToken).ConfigureAwait(false);
        if (server.IsKeyPathReferenced || server.IsCertificateWithKeyPathReferenced)
        {
            string key = server.Certificate.GetECDsaPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? server.Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();
            await WritePrivateAsync(FileOf(directory, server.Certificate, "key"), key).ConfigureAwait(false);
            await WritePrivateAsync(FileOf(directory, server.Certificate, "pem"), $"{key}\n{server.Certificate.ExportCertificatePem()}").ConfigureAwait(false);
        }

        if (server.IsPfxPathReferenced)
        {
            await File.WriteAllBytesAsync(FileOf(directory, server.Certificate, "pfx"), server.Certificate.Export(X509ContentType.Pfx, server.Password), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WritePrivateAsync(string path, string text)
    {
        StreamWriter writer = PrivateFile.Create(path);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(text).ConfigureAwait(false);
        }
    }

    private static string FileOf(string directory, X509Certificate2 certificate, string extension) =>
        Path.Combine(directory, "private", $"{certificate.Thumbprint}.{extension}");

    private static ReferenceExpression Text(string text) => ReferenceExpression.Create($"{text}");
}
