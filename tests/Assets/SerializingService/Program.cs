using AssetLibrary;
using Orleans.Serialization;
using SerializingService;

// Copies by Orleans, which finds the types that it knows among all assemblies of its process.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
builder.Services.AddSerializer();
WebApplication app = builder.Build();
app.MapGet("/copy", (DeepCopier<Order> copier) => copier.Copy(new() { Sku = "book" }).Sku);
await app.RunAsync();
