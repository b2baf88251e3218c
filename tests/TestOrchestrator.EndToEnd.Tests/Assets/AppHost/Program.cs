var builder = DistributedApplication.CreateBuilder(args);
var greetings = builder.AddPostgres("postgres").AddDatabase("greetings").WithMigrations("Migrations");
var cache = builder.AddRedis("cache");
var proxy = builder.AddInterceptingProxy("proxy");
var greeting = builder.AddParameter("greeting", builder.Configuration["greeting"] ?? "Hello");
builder.AddProject<Projects.Greeter>("greeter")
    .WithReference(greetings).WithReference(cache).WithProxy(proxy).WithEnvironment("Greeting", greeting)
    .WaitFor(greetings);
builder.Build().Run();
