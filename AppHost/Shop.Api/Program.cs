using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Api.Fulfilment;
using Shop.Api.Idempotency;
using Shop.Api.Orders;
using Shop.Api.Outbox;
using Shop.Api.Payments;
using Shop.Api.Products;
using Shop.ServiceDefaults;
using StackExchange.Redis;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("orders", settings => settings.DisableTracing = settings.DisableMetrics = !builder.ExportsTelemetry);

builder.AddRedisClient("cache", settings => settings.DisableTracing = !builder.ExportsTelemetry, options =>
{
    // Connects again at the next heartbeat after Redis is back; by default each failed attempt makes the pause longer.
    options.ReconnectRetryPolicy = new LinearRetry(maxRetryElapsedTimeAllowedMilliseconds: 0);
    options.HeartbeatInterval = TimeSpan.FromMilliseconds(250);
});

IServiceCollection services = builder.Services;
services.AddSingleton(TimeProvider.System);

services.AddSingleton<OrderStore>();
services.AddSingleton<OrderPlacement>();
services.AddSingleton<ProductStore>();
services.AddSingleton<StockCounter>();
services.AddOptionsWithValidateOnStart<IdempotencyOptions>().BindConfiguration("Idempotency");
services.AddSingleton<IdempotencyKeys>();

services.AddOptionsWithValidateOnStart<OutboxOptions>().BindConfiguration("Outbox").ValidateDataAnnotations();
services.AddSingleton<OutboxSignal>();
services.AddSingleton<OutboxStore>();
services.AddKeyedSingleton<IOrderStep, ChargeOrder>(OutboxStep.Charge);
services.AddKeyedSingleton<IOrderStep, ReleaseStock>(OutboxStep.Release);
services.AddKeyedSingleton<IOrderStep, ShipOrder>(OutboxStep.Ship);
services.AddHostedService<OutboxWorker>();

// These clients do not retry: the outbox does, for longer than a request could, and across restarts.
services.AddOptionsWithValidateOnStart<PaymentsOptions>().BindConfiguration("Payments");
services.AddHttpClient(ChargeOrder.ClientName, static (provider, http) =>
{
    PaymentsOptions options = provider.GetRequiredService<IOptions<PaymentsOptions>>().Value;
    (http.BaseAddress, http.Timeout) = (options.BaseAddress, options.Timeout);
}).WithoutResilience();
services.AddOptionsWithValidateOnStart<FulfilmentOptions>().BindConfiguration("Fulfilment");
services.AddHttpClient(ShipOrder.ClientName, static (provider, http) =>
    (http.BaseAddress, http.Timeout) = (ShipOrder.BaseAddress, provider.GetRequiredService<IOptions<FulfilmentOptions>>().Value.Timeout))
    .WithoutResilience();

services.AddProblemDetails();
services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

// A body that is not JSON is answered with 400 in every environment; by default it is an exception in Development.
services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

WebApplication app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusCodeOf });
app.UseStatusCodePages();
app.MapDefaultEndpoints();
app.MapOrders();
app.MapProducts();
app.Run();

// What we depend on is not there: worth trying again.
static int StatusCodeOf(Exception failure) => failure is RedisException or RedisTimeoutException or NpgsqlException { IsTransient: true }
    ? StatusCodes.Status503ServiceUnavailable
    : StatusCodes.Status500InternalServerError;
