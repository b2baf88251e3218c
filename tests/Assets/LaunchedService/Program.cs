// A service whose launch profile says how it starts: endpoints, variables, arguments, and where its page is.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
WebApplication app = builder.Build();
app.MapGet("/health", () => "healthy");
app.MapGet("/docs", () => string.Join('\n', args));
app.Run();
