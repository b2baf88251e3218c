using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>The environment variables that every .NET project is given; the names are Aspire's.</summary>
internal static class ProjectVariables
{
    // "http://localhost:5103;https://localhost:7103" declares the endpoints 'http' and 'https'; a second of a scheme is 'http2'.
    public static IEnumerable<EndpointAnnotation> EndpointsOf(LaunchProfile profile)
    {
        Dictionary<string, int> ofScheme = [];
        foreach (BindingAddress address in profile.Addresses().Select(a => a.Address).OfType<BindingAddress>())
        {
            int count = ofScheme[address.Scheme] = ofScheme.GetValueOrDefault(address.Scheme) + 1;
            yield return new() { Name = count == 1 ? address.Scheme : $"{address.Scheme}{count}", UriScheme = address.Scheme, Port = address.Port == 0 ? null : address.Port };
        }
    }

    public static void AddUrls(EnvironmentCallbackContext context)
    {
        ReferenceExpressionBuilder urls = new();
        bool any = false;
        foreach (EndpointAnnotation endpoint in context.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            EndpointReference at = new((IResourceWithEndpoints)context.Resource, endpoint.Name, context.Replica);
            if (endpoint.EnvironmentVariable is { } variable)
            {
                context.EnvironmentVariables[variable] = at.Property(EndpointProperty.TargetPort);
            }
            else if (endpoint.IsHttp)
            {
                urls.AppendLiteral(any ? ";" : "");
                urls.Append($"{at}");
                any = true;
            }
        }

        if (any)
        {
            context.EnvironmentVariables["ASPNETCORE_URLS"] = urls.Build();
        }
    }

    public static void AddProfile(EnvironmentCallbackContext context, LaunchProfile profile)
    {
        context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", profile.Name);
        foreach ((string name, string value) in profile.EnvironmentVariables)
        {
            context.EnvironmentVariables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
        }
    }

    public static void AddTelemetry(EnvironmentCallbackContext context, IConfiguration configuration, IHostEnvironment environment)
    {
        string instance = context.Replica == 0 ? context.Resource.Name : $"{context.Resource.Name}-{context.Replica}";
        context.EnvironmentVariables["OTEL_SERVICE_NAME"] = context.Resource.Name;
        context.EnvironmentVariables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance}";

        string? grpc = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"];
        string? http = configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"];
        if ((grpc ?? http) is not { } collector)
        {
            return;
        }

        context.EnvironmentVariables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        context.EnvironmentVariables["OTEL_EXPORTER_OTLP_PROTOCOL"] = grpc is not null ? "grpc" : "http/protobuf";
        if (configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key)
        {
            context.EnvironmentVariables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        }

        // Batches of a second: a person who looks at a dashboard while developing does not want to wait for the usual five.
        if (environment.IsDevelopment())
        {
            context.EnvironmentVariables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            context.EnvironmentVariables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            context.EnvironmentVariables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        }
    }
}
