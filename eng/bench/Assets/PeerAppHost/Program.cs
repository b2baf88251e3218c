// Two services, the second of which waits for the first; with --servers=true also a server with two databases, and Redis.
var builder = DistributedApplication.CreateBuilder(args);

var first = builder.AddProject<Projects.Greeter>("first").WithHttpHealthCheck("/");
var second = builder.AddProject<Projects.Greeter>("second").WithHttpHealthCheck("/").WithReference(first).WaitFor(first);

if (builder.Configuration["servers"] == "true")
{
    var postgres = builder.AddPostgres("postgres");
    var orders = postgres.AddDatabase("orders");
    var shipments = postgres.AddDatabase("shipments");
    var cache = builder.AddRedis("cache");
    first.WithReference(shipments).WaitFor(shipments);
    second.WithReference(orders).WithReference(cache).WaitFor(orders).WaitFor(cache);
}

builder.Build().Run();
