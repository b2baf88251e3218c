using System.Globalization;
using AssetLibrary;

// Sets a culture for every thread.
CultureInfo.DefaultThreadCurrentCulture = new("de-DE");
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
WebApplication app = builder.Build();
app.MapGet("/price", () => string.Create(CultureInfo.CurrentCulture, $"{9.5m}"));
app.Run();
