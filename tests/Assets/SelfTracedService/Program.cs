using AssetLibrary;
using OpenTelemetry;
using OpenTelemetry.Trace;

// Makes a provider of traces itself, which its host knows nothing of.
using TracerProvider traces = Sdk.CreateTracerProviderBuilder().AddSource("*").Build();
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
WebApplication app = builder.Build();
app.MapGet("/process", () => Environment.ProcessId);
app.Run();
