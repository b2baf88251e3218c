// The smallest service that is one: what it costs to start is what any service costs.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient();
WebApplication app = builder.Build();
app.MapGet("/", () => "Hello.");
app.Run();
