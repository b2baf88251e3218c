using System.Runtime.CompilerServices;
using AssetLibrary;
using Npgsql;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

// Logs through a static of a package, as programs that use Serilog do.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
Log.Logger = new LoggerConfiguration().WriteTo.Sink(new ToConsole(builder.Configuration["OTEL_SERVICE_NAME"])).CreateLogger();
builder.Services.AddHostedService<EndsByItself>();
builder.Logging.AddSerilog();
WebApplication app = builder.Build();
app.MapGet("/say", (string text) => Log.Information("Static: {Text:l}", text));
app.MapGet("/say-through-host", (string text, ILogger<Program> logger) =>
{
#pragma warning disable CA1848, CA1873 // It logs once.
    logger.LogInformation("Host: {Text:l}", text);
#pragma warning restore CA1848, CA1873
});
app.MapGet("/assemblies", () => new[]
{
    RuntimeHelpers.GetHashCode(typeof(Log).Assembly),
    RuntimeHelpers.GetHashCode(typeof(SerilogLoggerProvider).Assembly),
    RuntimeHelpers.GetHashCode(typeof(NpgsqlConnection).Assembly),
});
app.Run();

internal sealed class ToConsole(string? service) : ILogEventSink
{
    public void Emit(LogEvent logEvent) => Console.WriteLine($"{service} says: {logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)}");
}
