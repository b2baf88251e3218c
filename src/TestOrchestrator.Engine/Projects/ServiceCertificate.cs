using System.Collections.Immutable;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Projects;

/// <summary>Gives a project with an https endpoint a certificate for the address of its application, through Kestrel's own settings.</summary>
internal static class ServiceCertificate
{
    /// <summary>Writes the certificate, if one is needed, and makes the variables that name it.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> VariablesAsync(UnitContext context, CancellationToken cancellationToken)
    {
        if (context.Run.Options.ServerCertificates is not { } certificates || context.GetEndpoints().All(e => e.Scheme != "https"))
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        string certificate = Path.Combine(context.StateDirectory, $"{context.Name}.crt");
        string key = Path.Combine(context.StateDirectory, $"{context.Name}.key");
        if (!File.Exists(key))
        {
            (string certificatePem, string privateKeyPem) = certificates.Issue(context.Address);
            await File.WriteAllTextAsync(certificate, certificatePem, cancellationToken).ConfigureAwait(false);
            await WritePrivateAsync(key, privateKeyPem, cancellationToken).ConfigureAwait(false);
        }

        return new Dictionary<string, string>
        {
            ["Kestrel__Certificates__Default__Path"] = certificate,
            ["Kestrel__Certificates__Default__KeyPath"] = key,
        };
    }

    private static async Task WritePrivateAsync(string path, string text, CancellationToken cancellationToken)
    {
        StreamWriter writer = PrivateFile.Create(path, FileMode.CreateNew);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }
}
