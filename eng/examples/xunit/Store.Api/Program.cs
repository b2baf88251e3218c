using Npgsql;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("items")!));
WebApplication app = builder.Build();

await using (NpgsqlCommand create = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("CREATE TABLE IF NOT EXISTS item (name text)"))
{
    await create.ExecuteNonQueryAsync();
}

app.MapPost("/items/{name}", async (string name, NpgsqlDataSource database) =>
{
    await using NpgsqlCommand insert = database.CreateCommand("INSERT INTO item VALUES ($1)");
    insert.Parameters.Add(new() { Value = name });
    await insert.ExecuteNonQueryAsync();
});
app.MapGet("/items/count", async (NpgsqlDataSource database) =>
{
    await using NpgsqlCommand count = database.CreateCommand("SELECT count(*) FROM item");
    return (long)(await count.ExecuteScalarAsync())!;
});
await app.RunAsync();
