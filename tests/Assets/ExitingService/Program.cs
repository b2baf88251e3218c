using AssetLibrary;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
WebApplication app = builder.Build();
app.MapGet("/process", () => Environment.ProcessId);
app.MapGet("/exit", () => Environment.Exit(7));
app.Run();
