IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);

IResourceBuilder<PostgresServerResource> postgres = builder.AddPostgres("postgres");
IResourceBuilder<PostgresDatabaseResource> orders = postgres.AddDatabase("orders").WithMigrations("Shop.Api/Migrations");
IResourceBuilder<PostgresDatabaseResource> shipments = postgres.AddDatabase("shipments").WithMigrations("Shop.Fulfilment/Migrations");
IResourceBuilder<RedisResource> cache = builder.AddRedis("cache");
IResourceBuilder<InterceptingProxyResource> proxy = builder.AddInterceptingProxy("proxy");

IResourceBuilder<ProjectResource> fulfilment = builder.AddProject<Projects.Shop_Fulfilment>("fulfilment")
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
