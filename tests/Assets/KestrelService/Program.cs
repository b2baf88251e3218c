// A service whose settings say where it listens.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
WebApplication app = builder.Build();
app.MapGet("/health", () => "healthy");
app.Run();
