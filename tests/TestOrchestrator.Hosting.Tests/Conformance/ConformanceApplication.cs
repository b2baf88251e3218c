using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Conformance;

/// <summary>Runs a case on one of the two engines.</summary>
internal static class ConformanceApplication
{
    // DCP takes seconds to start, and much longer on a machine that does other things.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a case on the local engine.</summary>
    public static async Task<ImmutableArray<string>> RunLocallyAsync(ConformanceCase conformanceCase)
    {
        await using HostingRun run = new();
        return await RunAsync(
            conformanceCase,
            builder => Assert.IsTrue(LocalEngine.TryInstall(builder, new() { Name = conformanceCase.Name, Run = run.Run, IsTest = true, Lane = Lane.Real })));
    }

    /// <summary>Runs a case on Aspire's own engine.</summary>
    public static Task<ImmutableArray<string>> RunOnDcpAsync(ConformanceCase conformanceCase) => RunAsync(conformanceCase, _ => { });

    private static async Task<ImmutableArray<string>> RunAsync(ConformanceCase conformanceCase, Action<IDistributedApplicationBuilder> install)
    {
        using TemporaryDirectory directory = new();
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            // Its metadata says where DCP is.
            AssemblyName = typeof(Projects.AppHost).Assembly.GetName().Name,
            ProjectDirectory = directory.Path,
            DisableDashboard = true,
            EnableResourceLogging = false,
            DeveloperCertificateDefaultHttpsTerminationEnabled = false,
            TrustDeveloperCertificate = false,
        });
        Dictionary<string, string?> settings = [];
        DcpIsolation.AddSettings(settings);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        conformanceCase.Describe(builder);
        ConformanceRecorder recorder = new(builder, s_limit);
        install(builder);
        using CancellationTokenSource over = new();
        DistributedApplication application = builder.Build();
        Task following = recorder.FollowAsync(application.Services, over.Token);
        try
        {
            // Under DCP as under the local engine the start ends when every resource was created: some are only when the case lets them.
            Task starting = application.StartAsync(over.Token);
            await Task.WhenAll(conformanceCase.Play(recorder), starting).WaitAsync(s_limit);
            string? address = application.Services.GetService<LocalEngineService>()?.Application?.Address.ToString();
            return await recorder.DescribeAsync(address);
        }
        finally
        {
            await application.StopAsync().WaitAsync(s_limit);
            await application.DisposeAsync();
            await over.CancelAsync();
            await following;
        }
    }
}
