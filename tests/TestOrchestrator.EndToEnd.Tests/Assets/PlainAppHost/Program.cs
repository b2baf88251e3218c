// Aspire's own, and nothing else.
var builder = DistributedApplication.CreateBuilder(args);
var greetings = builder.AddPostgres("postgres").AddDatabase("greetings");
var cache = builder.AddRedis("cache");
builder.AddProject<Projects.Greeter>("greeter")
    .WithReference(greetings).WithReference(cache).WithEnvironment("Greeting", "Hello")
    .WithHttpHealthCheck("/")
    .WaitFor(greetings).WaitFor(cache);
builder.Build().Run();
