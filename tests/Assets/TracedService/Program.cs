using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// Writes its telemetry to its output. The setting HIDDEN is the path of requests that are not traced.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string? hidden = builder.Configuration["HIDDEN"];
builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing
        .AddSource(Sources.Name)
        .AddAspNetCoreInstrumentation(options => options.Filter = context => context.Request.Path != hidden)
        .AddHttpClientInstrumentation()
        .AddProcessor(new SimpleActivityExportProcessor(new SpanWriter())))
    .WithMetrics(metrics => metrics
        .AddMeter(Sources.Name, "System.Net.Http", "Microsoft.AspNetCore.Hosting")
        .AddReader(new BaseExportingMetricReader(new MetricWriter())));
WebApplication app = builder.Build();
Counter<int> worked = app.Services.GetRequiredService<IMeterFactory>().Create(Sources.Name).CreateCounter<int>("worked");
app.MapGet("/work", async (HttpContext context) =>
{
    using Activity? work = Sources.Activities.StartActivity("work");
    using HttpClient client = new();
    await client.GetAsync(new Uri($"http://{context.Request.Host}/inner"));
    worked.Add(1);
});
app.MapGet("/inner", () => "");

// It ends by itself, whatever became of the test that started it.
_ = Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, app.Lifetime.ApplicationStopping)
    .ContinueWith(_ => app.Lifetime.StopApplication(), TaskScheduler.Default);
app.Run();

internal static class Sources
{
    public const string Name = "TracedService";

    // One for all instances of the program in a process.
    public static readonly ActivitySource Activities = new(Name);
}

internal sealed class SpanWriter : BaseExporter<Activity>
{
    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (Activity span in batch)
        {
            Console.WriteLine($"span {span.Kind} {span.DisplayName}");
        }

        return ExportResult.Success;
    }
}

internal sealed class MetricWriter : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (Metric metric in batch)
        {
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
            {
                if (metric.MetricType is MetricType.Histogram or MetricType.LongSum)
                {
                    long times = metric.MetricType == MetricType.LongSum ? point.GetSumLong() : point.GetHistogramCount();
                    Console.WriteLine($"measured {metric.Name} {times}");
                }
            }
        }

        return ExportResult.Success;
    }
}
