using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Fulfilment.Analytics;
using Shop.Fulfilment.Carriers;
using Shop.Fulfilment.Shipments;
using Shop.ServiceDefaults;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("shipments", settings => settings.DisableTracing = settings.DisableMetrics = !builder.ExportsTelemetry);

IServiceCollection services = builder.Services;
services.AddSingleton(TimeProvider.System);

services.AddOptionsWithValidateOnStart<ShipmentOptions>().BindConfiguration("Shipments");
services.AddSingleton<ShipmentStore>();
services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Dispatcher>(provider, Carrier.All(builder.Configuration)));
services.AddSingleton<CarrierClient>();
services.AddHttpClient(CarrierClient.ClientName).WithoutResilience(); // If one carrier fails, there are others.

services.AddOptionsWithValidateOnStart<AnalyticsOptions>().BindConfiguration("Analytics");
services.AddSingleton<AnalyticsQueue>();
services.AddHostedService<AnalyticsWorker>();
services.AddHttpClient(AnalyticsWorker.ClientName, static (provider, http) =>
    http.Timeout = provider.GetRequiredService<IOptions<AnalyticsOptions>>().Value.Timeout)
    .WithoutResilience(); // An event that could not be sent is lost, and no later one waits for it.

services.AddProblemDetails();
services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

// A body that is not JSON is answered with 400 in every environment; by default it is an exception in Development.
services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

WebApplication app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusCodeOf });
app.UseStatusCodePages();
app.MapDefaultEndpoints();
app.MapShipments();
app.Run();

// The database is not there: worth trying again.
static int StatusCodeOf(Exception failure) => failure is NpgsqlException { IsTransient: true }
    ? StatusCodes.Status503ServiceUnavailable
    : StatusCodes.Status500InternalServerError;
