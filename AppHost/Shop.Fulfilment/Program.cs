using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Fulfilment.Analytics;
using Shop.Fulfilment.Carriers;
using Shop.Fulfilment.Diagnostics;
using Shop.Fulfilment.Health;
using Shop.Fulfilment.Shipments;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
IServiceCollection services = builder.Services;

string shipments = builder.Configuration["ConnectionStrings:shipments"]
    ?? throw new InvalidOperationException("The configuration has no 'ConnectionStrings:shipments'. In the environment it is ConnectionStrings__shipments.");

services.AddSingleton(TimeProvider.System);
services.AddSingleton(provider => new NpgsqlDataSourceBuilder(shipments).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build());

services.AddOptionsWithValidateOnStart<ShipmentOptions>().BindConfiguration("Shipments");
services.AddSingleton<ShipmentStore>();
services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Dispatcher>(provider, Carrier.All(builder.Configuration)));
services.AddSingleton<CarrierClient>();
services.AddHttpClient(CarrierClient.ClientName);

services.AddOptionsWithValidateOnStart<AnalyticsOptions>().BindConfiguration("Analytics");
services.AddSingleton<AnalyticsQueue>();
services.AddHostedService<AnalyticsWorker>();
services.AddHttpClient(AnalyticsWorker.ClientName, static (provider, http) =>
    http.Timeout = provider.GetRequiredService<IOptions<AnalyticsOptions>>().Value.Timeout);

services.AddSingleton<IdentityProbe>();
services.AddHealthChecks().AddCheck<PostgresHealthCheck>("postgres", timeout: TimeSpan.FromSeconds(3));

services.AddProblemDetails();
services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

// A body that is not JSON is answered with 400 in every environment; by default it is an exception in Development.
services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

WebApplication app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusCodeOf });
app.UseStatusCodePages();
app.MapShipments();
app.MapHealth();
app.MapDiagnostics();
app.Run();

// The database is not there: worth trying again.
static int StatusCodeOf(Exception failure) => failure is NpgsqlException { IsTransient: true }
    ? StatusCodes.Status503ServiceUnavailable
    : StatusCodes.Status500InternalServerError;
