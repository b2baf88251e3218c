using AssetLibrary;
using ReadingService;

// Reads environment variables at its start, in a few ways, and later, in others.
string[] early = [Environment.GetEnvironmentVariable("ASSET_VALUE") ?? "", Required("ASSET_VALUE"), await EarlyAsync(), new Early("ASSET_VALUE").Value, LateOrEarly.Both()];
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
builder.Services.AddHostedService<Worker>();
WebApplication app = builder.Build();
app.MapGet("/early", () => string.Join(',', early));
app.MapGet("/late", () => Environment.GetEnvironmentVariable("ASSET_VALUE") ?? "none");
app.MapGet("/both", () => LateOrEarly.Both());
app.MapGet("/static", () => LateOrEarly.Initial);
await app.RunAsync();

static string Required(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"'{name}' is missing.");

static async Task<string> EarlyAsync()
{
    await Task.Yield();
    return Environment.ExpandEnvironmentVariables("%ASSET_VALUE%");
}
