using System.Security.Cryptography.X509Certificates;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Containers;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Makes the files that are put into a container: those that the app host says, and certificates, where DCP puts them.</summary>
internal sealed class ContainerFiles
{
    private const UnixFileMode FileMode = (UnixFileMode)0b_110_110_110;
    private const UnixFileMode DirectoryMode = (UnixFileMode)0b_111_111_111;
    private const UnixFileMode Umask = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly IResource _resource;
    private readonly string _certificates;
    private readonly IReadOnlyList<string> _systemDirectories;

    public ContainerFiles(IResource resource)
    {
        _resource = resource;
        ContainerCertificatePathsAnnotation? paths = resource.Annotations.OfType<ContainerCertificatePathsAnnotation>().LastOrDefault();
        _certificates = paths?.CustomCertificatesDestination ?? "/usr/lib/ssl/aspire";
        _systemDirectories =
            paths?.DefaultCertificateDirectories ?? ["/etc/ssl/certs", "/usr/local/share/ca-certificates", "/etc/pki/tls/certs"];
    }

    public CertificateTrustExecutionConfigurationContext Trust(CertificateTrustScope scope)
    {
        IReadOnlyList<string> others = scope == CertificateTrustScope.Append ? _systemDirectories : [];
        return new()
        {
            CertificateBundlePath = Text($"{_certificates}/cert.pem"),
            CertificateDirectoriesPath = Text(string.Join(':', others.Prepend($"{_certificates}/certs"))),
            RootCertificatesPath = _certificates,
            IsContainer = true,
        };
    }

    public HttpsCertificateExecutionConfigurationContext Server(X509Certificate2 certificate) =>
        ApplicationCertificateFiles.Server(_certificates, certificate);

    /// <summary>Makes the files.</summary>
    /// <param name="configuration">What the container is started with.</param>
    /// <param name="directory">The directory of this machine with its certificates.</param>
    /// <param name="services">The services of the application.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyCollection<FileInContainer>> MakeAsync(
        IExecutionConfigurationResult configuration,
        string directory,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        List<FileInContainer> files = [];
        foreach (string certificate in Directory.Exists(directory) ? Directory.GetFiles(directory, "*", SearchOption.AllDirectories) : [])
        {
            byte[] content = await File.ReadAllBytesAsync(certificate, cancellationToken).ConfigureAwait(false);
            files.Add(new($"{_certificates}/{Path.GetRelativePath(directory, certificate)}", content, FileMode & ~Umask, 0, 0));
        }

        foreach (ContainerFileSystemCallbackAnnotation annotation in _resource.Annotations.OfType<ContainerFileSystemCallbackAnnotation>())
        {
            ContainerFileSystemCallbackContext context = new()
            {
                Model = _resource,
                Services = services,
                ServiceProvider = services,
                HttpsCertificateContext = Https(configuration),
            };
            IEnumerable<ContainerFileSystemItem> items = await annotation.Callback(context, cancellationToken).ConfigureAwait(false);
            foreach (ContainerFileSystemItem item in items)
            {
                await AddAsync(files, annotation, annotation.DestinationPath.TrimEnd('/'), item, cancellationToken).ConfigureAwait(false);
            }
        }

        return files;
    }

    private static async Task AddAsync(
        List<FileInContainer> files,
        ContainerFileSystemCallbackAnnotation annotation,
        string directory,
        ContainerFileSystemItem item,
        CancellationToken cancellationToken)
    {
        string path = $"{directory}/{item.Name}";
        UnixFileMode umask = annotation.Umask ?? Umask;
        int owner = item.Owner ?? annotation.DefaultOwner ?? 0;
        int group = item.Group ?? annotation.DefaultGroup ?? 0;
        switch (item)
        {
            case ContainerDirectory inner:
                files.Add(new(path, null, item.Mode == 0 ? DirectoryMode & ~umask : item.Mode, owner, group));
                foreach (ContainerFileSystemItem entry in inner.Entries)
                {
                    await AddAsync(files, annotation, path, entry, cancellationToken).ConfigureAwait(false);
                }

                break;
            case ContainerFileBase file:
                byte[] content = file.Contents is { } text
                    ? Encoding.UTF8.GetBytes(text)
                    : file.SourcePath is { } source ? await File.ReadAllBytesAsync(source, cancellationToken).ConfigureAwait(false) : [];
                files.Add(new(path, content, item.Mode == 0 ? FileMode & ~umask : item.Mode, owner, group));
                if (file is ContainerOpenSSLCertificateFile)
                {
                    // OpenSSL finds a certificate in a directory by the hash of its subject.
                    using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(content);
                    files.Add(new($"{directory}/{OpenSslName.Hash(certificate)}.0", content, FileMode & ~umask, owner, group));
                }

                break;
        }
    }

    private ContainerFileSystemCallbackHttpsCertificateContext? Https(IExecutionConfigurationResult configuration)
    {
        if (!configuration.TryGetAdditionalData(out HttpsCertificateExecutionConfigurationData? https))
        {
            return null;
        }

        HttpsCertificateExecutionConfigurationContext paths = Server(https.Certificate);
        return new()
        {
            CertificatePath = paths.CertificatePath,
            KeyPath = https.KeyPathReference,
            CertificateWithKeyPath = https.CertificateWithKeyPathReference,
            PfxPath = https.PfxPathReference,
            Password = https.Password,
        };
    }

    private static ReferenceExpression Text(string text) => ReferenceExpression.Create($"{text}");
}
