using System.Net;

namespace TestOrchestrator.Engine.Runs;

/// <summary>Issues certificates for the https endpoints of services. Thread-safe.</summary>
public interface IServerCertificates
{
    /// <summary>Issues a certificate that clients of the application trust.</summary>
    /// <param name="address">The address that the service listens on; the name <c>localhost</c> is in the certificate, too.</param>
    /// <returns>The certificate and its private key, in PEM.</returns>
    (string CertificatePem, string PrivateKeyPem) Issue(IPAddress address);
}
