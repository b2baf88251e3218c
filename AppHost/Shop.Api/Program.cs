using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Api.Diagnostics;
using Shop.Api.Fulfilment;
using Shop.Api.Health;
using Shop.Api.Idempotency;
using Shop.Api.Orders;
using Shop.Api.Outbox;
using Shop.Api.Payments;
using Shop.Api.Products;
using Shop.Api.Redis;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
IServiceCollection services = builder.Services;

string orders = Required("ConnectionStrings:orders");
RedisAddress cache = RedisAddress.Parse(Required("ConnectionStrings:cache"));
Uri fulfilment = new(Required("services:fulfilment:http:0"));

services.AddSingleton(TimeProvider.System);
services.AddSingleton(provider => new NpgsqlDataSourceBuilder(orders).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build());
services.AddOptionsWithValidateOnStart<RedisOptions>().BindConfiguration("Redis");
services.AddSingleton(cache);
services.AddSingleton<RedisClient>();

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

services.AddOptionsWithValidateOnStart<PaymentsOptions>().BindConfiguration("Payments");
services.AddHttpClient(ChargeOrder.ClientName, static (provider, http) =>
{
    PaymentsOptions options = provider.GetRequiredService<IOptions<PaymentsOptions>>().Value;
    (http.BaseAddress, http.Timeout) = (options.BaseAddress, options.Timeout);
});
services.AddOptionsWithValidateOnStart<FulfilmentOptions>().BindConfiguration("Fulfilment");
services.AddHttpClient(ShipOrder.ClientName, (provider, http) =>
    (http.BaseAddress, http.Timeout) = (fulfilment, provider.GetRequiredService<IOptions<FulfilmentOptions>>().Value.Timeout));

services.AddSingleton<IdentityProbe>();
services.AddHealthChecks()
    .AddCheck<PostgresHealthCheck>("postgres", timeout: TimeSpan.FromSeconds(3))
    .AddCheck<RedisHealthCheck>("redis", timeout: TimeSpan.FromSeconds(3));

services.AddProblemDetails();
services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

// A body that is not JSON is answered with 400 in every environment; by default it is an exception in Development.
services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

WebApplication app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusCodeOf });
app.UseStatusCodePages();
app.MapOrders();
app.MapProducts();
app.MapHealth();
app.MapDiagnostics();
app.Run();

string Required(string key) => builder.Configuration[key]
    ?? throw new InvalidOperationException($"The configuration has no '{key}'. In the environment it is {key.Replace(":", "__", StringComparison.Ordinal)}.");

// What we depend on is not there: worth trying again.
static int StatusCodeOf(Exception failure) => failure is RedisException or NpgsqlException { IsTransient: true }
    ? StatusCodes.Status503ServiceUnavailable
    : StatusCodes.Status500InternalServerError;
