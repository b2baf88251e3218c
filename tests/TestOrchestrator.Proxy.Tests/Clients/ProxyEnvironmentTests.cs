using System.ComponentModel;
using System.Diagnostics;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Clients;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Clients;

[TestClass]
public sealed class ProxyEnvironmentTests
{
    [TestMethod]
    public void A_program_is_told_its_proxy_and_whom_to_trust()
    {
        using TestDirectory directory = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);

        IReadOnlyDictionary<string, string> variables = ProxyEnvironment.For(new Uri("http://127.0.0.1:4001/"), ["127.0.0.5", "localhost", ".corp", "::1"], authority);

        Assert.AreEqual($"""
            ALL_PROXY=http://127.0.0.1:4001
            CURL_CA_BUNDLE={authority.BundlePath}
            GIT_SSL_CAINFO={authority.BundlePath}
            HTTPS_PROXY=http://127.0.0.1:4001
            HTTP_PROXY=http://127.0.0.1:4001
            JAVA_TOOL_OPTIONS=-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=4001 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=4001 -Dhttp.nonProxyHosts="127.0.0.5|localhost|*.corp|[::1]" -Djavax.net.ssl.trustStore="{directory.File("bundle.p12")}" -Djavax.net.ssl.trustStoreType=PKCS12
            NODE_EXTRA_CA_CERTS={authority.CertificatePath}
            NODE_USE_ENV_PROXY=1
            NO_PROXY=127.0.0.5,localhost,.corp,::1
            REQUESTS_CA_BUNDLE={authority.BundlePath}
            SSL_CERT_FILE={authority.BundlePath}
            all_proxy=http://127.0.0.1:4001
            http_proxy=http://127.0.0.1:4001
            https_proxy=http://127.0.0.1:4001
            no_proxy=127.0.0.5,localhost,.corp,::1
            """, Show(variables));
    }

    [TestMethod]
    public void A_program_may_trust_without_a_proxy()
    {
        using TestDirectory directory = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);

        Assert.AreEqual($"""
            CURL_CA_BUNDLE={authority.BundlePath}
            GIT_SSL_CAINFO={authority.BundlePath}
            JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore="{directory.File("bundle.p12")}" -Djavax.net.ssl.trustStoreType=PKCS12
            NODE_EXTRA_CA_CERTS={authority.CertificatePath}
            REQUESTS_CA_BUNDLE={authority.BundlePath}
            SSL_CERT_FILE={authority.BundlePath}
            """, Show(ProxyEnvironment.ForTrust(authority)));
    }

    [TestMethod]
    public async Task A_program_with_the_variables_uses_the_proxy_and_trusts_it()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Get("https://api.example.com/hello")).Respond(j => j.Text("hello"));
        ProcessStartInfo start = new("curl", ["--silent", "--show-error", "https://api.example.com/hello"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (KeyValuePair<string, string> variable in ProxyEnvironment.For(proxy.Session.Address, [], proxy.Authority))
        {
            start.Environment[variable.Key] = variable.Value;
        }

        using Process curl = StartOrSkip(start);
        string output = await curl.StandardOutput.ReadToEndAsync().Soon();

        Assert.AreEqual("hello", output, await curl.StandardError.ReadToEndAsync());
    }

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new UnreachableException();
        }
        catch (Win32Exception absent)
        {
            Assert.Inconclusive($"'{start.FileName}' cannot be started on this machine: {absent.Message}");
            throw;
        }
    }

    private static string Show(IReadOnlyDictionary<string, string> variables) =>
        string.Join('\n', variables.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"));
}
