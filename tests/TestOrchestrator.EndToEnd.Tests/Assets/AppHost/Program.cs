var builder = DistributedApplication.CreateBuilder(args);
builder.UseLocalEngine();
var greetings = builder.AddPostgres("postgres").AddDatabase("greetings").WithMigrations("Migrations");
var cache = builder.AddRedis("cache");
var proxy = builder.AddInterceptingProxy("proxy");
var greeting = builder.AddParameter("greeting", builder.Configuration["greeting"] ?? "Hello");
var greeter = builder.AddProject<Projects.Greeter>("greeter")
    .WithReference(greetings).WithReference(cache).WithProxy(proxy).WithEnvironment("Greeting", greeting)
    .WaitFor(greetings);
if (builder.Configuration["image"] is { } image)
{
    greeter.WaitFor(builder.AddContainer("ledger", image));
}

builder.Build().Run();
