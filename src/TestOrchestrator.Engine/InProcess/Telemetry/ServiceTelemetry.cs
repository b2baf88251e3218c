using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using TestOrchestrator.Engine.InProcess.Assemblies;

namespace TestOrchestrator.Engine.InProcess.Telemetry;

/// <summary>
/// Keeps the telemetry of the services in this process apart. A listener to activities and meters hears those of the whole process;
/// here what a provider of OpenTelemetry listens with is narrowed to the flow of execution of its service. Logs are each host's own anyway.
/// </summary>
internal static class ServiceTelemetry
{
    /// <summary>The variable that says where a service sends its telemetry.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Package = "OpenTelemetry";
    private const string TracerProvider = "OpenTelemetry.Trace.TracerProvider";
    private const string MeterProvider = "OpenTelemetry.Metrics.MeterProvider";
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    /// <summary>Says why the telemetry of a program cannot be kept apart.</summary>
    /// <returns>The reason, as the end of a sentence that starts with "because"; null if it can, or has none.</returns>
    public static string? WhyNot(ProgramManifest manifest)
    {
        if (manifest.PackageOf(Package) is not { } package)
        {
            return null;
        }

        if (manifest.Judgement.OwnTelemetry is { } file)
        {
            return $"{file} makes providers of OpenTelemetry by its class Sdk, and these hear all services of the test process";
        }

        Assembly assembly = PackageContexts.OfProcess.Get(manifest, package).LoadFromAssemblyName(new(Package));
        bool isKnown = HasField($"{TracerProvider}Sdk", typeof(ActivityListener)) && HasField($"{MeterProvider}Sdk", typeof(MeterListener));
        return isKnown && MeterFilter.CanFilter
            ? null
            : $"what {package.Id} listens with was not found, and it hears all services of the test process";

        bool HasField(string provider, Type listener) =>
            assembly.GetType(provider) is { } type && Array.Exists(type.GetFields(Own), f => f.FieldType == listener);
    }

    /// <summary>Has the providers that a host makes hear their own service alone.</summary>
    /// <param name="services">The services of the host, which is about to be built.</param>
    /// <param name="scope">The service.</param>
    public static void KeepApart(IServiceCollection services, ServiceScope scope)
    {
        Replace(services, TracerProvider, (_, made) =>
        {
            if (Find<ActivityListener>(made) is { } listener)
            {
                ActivityFilter.Add(listener, scope);
            }
        });
        Replace(services, MeterProvider, (provider, made) =>
        {
            if (Find<MeterListener>(made) is { } listener)
            {
                MeterFilter.Add(listener, scope, provider.GetService<IMeterFactory>());
            }
        });
        if (services.Any(s => s.ServiceType == typeof(DiagnosticListener) && !s.IsKeyedService))
        {
            services.AddSingleton<DiagnosticListener>(_ => new ServiceDiagnosticListener("Microsoft.AspNetCore", scope));
        }
    }

    private static void Replace(IServiceCollection services, string type, Action<IServiceProvider, object> made)
    {
        if (services.LastOrDefault(s => !s.IsKeyedService && s.ServiceType.FullName == type) is not { ImplementationFactory: { } make } original)
        {
            return;
        }

        services.Add(new(
            original.ServiceType,
            provider =>
            {
                // Before there is a listener, which would be turned away.
                _ = provider.GetService<DiagnosticListener>();
                object instance = make(provider);
                made(provider, instance);
                return instance;
            },
            original.Lifetime));
    }

    private static T? Find<T>(object provider)
        where T : class
    {
        for (Type? type = provider.GetType(); type is not null; type = type.BaseType)
        {
            if (Array.Find(type.GetFields(Own), f => f.FieldType == typeof(T)) is { } field)
            {
                return field.GetValue(provider) as T;
            }
        }

        return null;
    }
}
