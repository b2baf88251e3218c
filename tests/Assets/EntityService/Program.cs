using AssetLibrary;
using EntityService;
using Microsoft.EntityFrameworkCore;
using Npgsql;

// Keeps items in a database, by a connection string or by a data source of its own.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
string connectionString = builder.Configuration.GetConnectionString("items")!;
if (builder.Configuration["ASSET_DATA_SOURCE"] is null)
{
    builder.Services.AddDbContext<ItemsContext>(options => options.UseNpgsql(connectionString));
}
else
{
    builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString).Build());
    builder.Services.AddDbContext<ItemsContext>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
}

WebApplication app = builder.Build();
using (IServiceScope scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<ItemsContext>().Database.EnsureCreatedAsync();
}

app.MapGet("/count", () => Counter.Next());
app.MapPost("/items", async (Item item, ItemsContext items) =>
{
    items.Add(item);
    await items.SaveChangesAsync();
    return TypedResults.Ok(await items.Items.OrderBy(i => i.Id).Select(i => new { i.Id, i.Name, Tags = i.Tags.Count }).ToListAsync());
});
await app.RunAsync();
