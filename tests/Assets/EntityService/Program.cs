using AssetLibrary;
using EntityService;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

// Keeps items in a database, by a connection string or by a data source of its own.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
string connectionString = builder.Configuration.GetConnectionString("items")!;
if (builder.Configuration["ASSET_DATA_SOURCE"] is null)
{
    builder.Services.AddDbContext<ItemsContext>(options => options.UseNpgsql(connectionString, WithMigrations));
}
else
{
    builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString).Build());
    builder.Services.AddDbContext<ItemsContext>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>(), WithMigrations));
}

WebApplication app = builder.Build();
using (IServiceScope scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<ItemsContext>().Database.EnsureCreatedAsync();
}

app.MapGet("/count", () => Counter.Next());
app.MapGet("/migrations", (ItemsContext items) => items.Database.GetMigrations());
app.MapPost("/items", async (Item item, ItemsContext items) =>
{
    items.Add(item);
    await items.SaveChangesAsync();
    return TypedResults.Ok(await items.Items.OrderBy(i => i.Id).Select(i => new { i.Id, i.Name, Tags = i.Tags.Count }).ToListAsync());
});
await app.RunAsync();

// Entity Framework finds them by the name of their assembly.
static void WithMigrations(NpgsqlDbContextOptionsBuilder options) => options.MigrationsAssembly(nameof(EntityService));
