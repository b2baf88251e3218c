using AssetLibrary;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
builder.Services.AddControllers();
WebApplication app = builder.Build();
app.MapControllers();
app.Run();
