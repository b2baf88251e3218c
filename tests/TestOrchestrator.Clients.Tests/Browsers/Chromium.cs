using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Playwright;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Clients.Tests.Browsers;

/// <summary>The Chromium of the machine, without a window, with a profile and a home directory that last as long as it does.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // A guard against hanging, generous because the browsers of several tests share a machine that may be busy.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    /// <summary>Gets how long to wait for something to be there, in milliseconds.</summary>
    public static float Limit => (float)s_limit.TotalMilliseconds;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly TemporaryDirectory _home;

    private Chromium(IPlaywright playwright, IBrowser browser, IPage page, TemporaryDirectory home) => (_playwright, _browser, Page, _home) = (playwright, browser, page, home);

    public IPage Page { get; }

    /// <summary>Runs a script in the page, and returns what it ends with.</summary>
    /// <param name="script">A function.</param>
    /// <param name="argument">What it is called with.</param>
    public async Task<string> RunAsync(string script, string? argument = null)
    {
        try
        {
            return await Page.EvaluateAsync<string>(script, argument).WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Still not ended after {s_limit.TotalSeconds} s, at {Page.Url}: {script}");
        }
    }

    /// <summary>Starts the browser with one page.</summary>
    /// <param name="proxy">The address of a session, or null to go without a proxy.</param>
    /// <param name="authority">Whose certificates it takes as valid, or null for none beyond its own.</param>
    public static async Task<Chromium> StartAsync(Uri? proxy, CertificateAuthority? authority)
    {
        string? program = s_programs.FirstOrDefault(File.Exists);
        if (program is null)
        {
            Assert.Inconclusive($"There is no Chromium on this machine: {string.Join(", ", s_programs)} are not there.");
        }

        // The sandbox needs user namespaces, which containers do not have. "<-loopback>" takes away that loopback goes direct.
        List<string> arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--proxy-bypass-list=<-loopback>"];
        arguments.Add(proxy is null ? "--no-proxy-server" : $"--proxy-server={proxy.Authority}");

        TemporaryDirectory home = new();
        if (authority is not null)
        {
            await TrustAsync(home.Path, authority);
        }

        Dictionary<string, string> environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string)v.Value!);
        environment["HOME"] = home.Path;
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = arguments, Env = environment, Headless = true, Timeout = 120_000 });
        IPage page = await browser.NewPageAsync();
        page.SetDefaultTimeout(Limit);
        return new Chromium(playwright, browser, page, home);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _home.Dispose();
    }

    // Chromium takes what a user trusts from the NSS database of the home directory. (Of a key alone, by --ignore-certificate-errors-spki-list, it trusts only
    // chains in which the server sends that key, and no server sends its root.)
    private static async Task TrustAsync(string home, CertificateAuthority authority)
    {
        string database = Path.Combine(home, ".pki", "nssdb");
        Directory.CreateDirectory(database);
        string[][] commands = [["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "proxy", "-i", authority.CertificatePath]];
        foreach (string[] command in commands)
        {
            using Process certutil = Certutil(["-d", $"sql:{database}", .. command]);
            string errors = await certutil.StandardError.ReadToEndAsync().Soon();
            await certutil.WaitForExitAsync().Soon();
            Assert.AreEqual(0, certutil.ExitCode, errors);
        }
    }

    private static Process Certutil(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("certutil", arguments) { RedirectStandardError = true }) ?? throw new UnreachableException();
        }
        catch (Win32Exception absent)
        {
            Assert.Inconclusive($"There is no certutil (libnss3-tools) on this machine, by which Chromium is told whom to trust: {absent.Message}");
            throw;
        }
    }
}
