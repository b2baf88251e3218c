// Aspire's own, and nothing else.
var builder = DistributedApplication.CreateBuilder(args);
if (builder.Configuration["fail"] == "first")
{
    throw new InvalidOperationException("No application today.");
}

var greetings = builder.AddPostgres("postgres").AddDatabase("greetings");
var cache = builder.AddRedis("cache");
var greeter = builder.AddProject<Projects.Greeter>("greeter")
    .WithReference(greetings).WithReference(cache).WithEnvironment("Greeting", builder.Configuration["greeting"] ?? "Hello")
    .WithHttpHealthCheck("/")
    .WaitFor(greetings).WaitFor(cache);
if (builder.Configuration["image"] is { } image)
{
    greeter.WaitFor(builder.AddContainer("ledger", image));
}

var application = builder.Build();
if (builder.Configuration["fail"] == "started")
{
    await application.StartAsync();
    throw new InvalidOperationException("No application any more.");
}

await application.RunAsync();
