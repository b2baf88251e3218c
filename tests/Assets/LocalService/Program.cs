using AssetLibrary;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
WebApplication app = builder.Build();
app.MapGet("/directory", () => Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
app.Run();
