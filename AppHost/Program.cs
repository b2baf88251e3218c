var builder = DistributedApplication.CreateBuilder(args);
builder.UseLocalEngine();

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var orders = postgres.AddDatabase("orders").WithMigrations("Shop.Api/Migrations");
var shipments = postgres.AddDatabase("shipments").WithMigrations("Shop.Fulfilment/Migrations");
var cache = builder.AddRedis("cache").WithDataVolume();
var proxy = builder.AddInterceptingProxy("proxy");

var fulfilment = builder.AddProject<Projects.Shop_Fulfilment>("fulfilment")
    .WithReference(shipments)
    .WithProxy(proxy)
    .WithHttpHealthCheck("/health")
    .WaitFor(shipments);

builder.AddProject<Projects.Shop_Api>("api")
    .WithReference(orders)
    .WithReference(cache)
    .WithReference(fulfilment)
    .WithProxy(proxy)
    .WithHttpHealthCheck("/health")
    .WaitFor(orders)
    .WaitFor(cache);

builder.Build().Run();
