WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
WebApplication app = builder.Build();

if (app.Configuration["Greeting"] == "fail")
{
    throw new InvalidOperationException("The greeter was told to fail.");
}

app.MapGet("/", (IConfiguration configuration) => $"{configuration["Greeting"]}, world");
app.MapGet("/database", (IConfiguration configuration) => configuration.GetConnectionString("greetings"));
app.MapGet("/outside", async () => await new HttpClient().GetStringAsync("https://outside.example.com/answer"));
app.MapGet("/trouble", string () => throw new InvalidOperationException("The greeter is in trouble."));
app.MapGet("/die", (IHostApplicationLifetime lifetime) => lifetime.StopApplication());
app.Run();
