using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>
/// Has Aspire's dashboard speak http where this machine has no development certificate. Otherwise the first launch profile of Aspire's own
/// templates, which is https, starts nowhere but on a developer's machine.
/// </summary>
internal static class DashboardTransport
{
    private const string AllowUnsecured = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";
    private const string Urls = "ASPNETCORE_URLS";
    private const string DefaultCertificate = "Kestrel:Certificates:Default:Path";

    // By which .NET knows its development certificates.
    private const string DevelopmentOid = "1.3.6.1.4.1.311.84.1.1";

    // The second names are those of earlier versions of Aspire, which it still reads.
    private static readonly string[] s_endpoints =
    [
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "DOTNET_RESOURCE_SERVICE_ENDPOINT_URL",
    ];

    /// <summary>Changes the settings of an app host that is about to be built, if it has to.</summary>
    public static void Prepare(IConfiguration configuration) => Prepare(configuration, HasDevelopmentCertificate);

    internal static void Prepare(IConfiguration configuration, Func<bool> hasCertificate)
    {
        // An app host that allows http has chosen itself which addresses are https.
        if (configuration.GetValue<bool>(AllowUnsecured) || configuration[DefaultCertificate] is not null || hasCertificate())
        {
            return;
        }

        configuration[AllowUnsecured] = "true";
        if (configuration[Urls] is { Length: > 0 } urls)
        {
            string[] all = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string[] plain = [.. all.Where(url => !IsHttps(url))];
            configuration[Urls] = string.Join(';', plain.Length > 0 ? plain : all.Select(ToHttp));
        }

        foreach (string name in s_endpoints)
        {
            if (configuration[name] is { } url && IsHttps(url))
            {
                configuration[name] = ToHttp(url);
            }
        }
    }

    private static bool IsHttps(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static string ToHttp(string url) => $"http{url["https".Length..]}";

    private static bool HasDevelopmentCertificate()
    {
        using X509Store store = new(StoreName.My, StoreLocation.CurrentUser, OpenFlags.ReadOnly);
        DateTime now = TimeProvider.System.GetLocalNow().DateTime;
        return store.Certificates.Any(c =>
            c.HasPrivateKey && c.NotBefore <= now && c.NotAfter >= now && c.Extensions[DevelopmentOid] is not null);
    }
}
