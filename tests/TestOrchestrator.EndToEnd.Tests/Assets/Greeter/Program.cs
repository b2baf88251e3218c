WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
WebApplication app = builder.Build();

if (app.Configuration["Greeting"] == "fail")
{
    throw new InvalidOperationException("The greeter is set to fail.");
}

app.MapGet("/", (IConfiguration configuration) => $"{configuration["Greeting"]}, world");
app.MapGet("/database", (IConfiguration configuration) => AskDatabaseAsync(configuration.GetConnectionString("greetings")!));
app.MapGet("/outside", async () => await new HttpClient().GetStringAsync("https://outside.example.com/answer"));
app.MapGet("/trouble", string () => throw new InvalidOperationException("The greeter is in trouble."));
app.MapGet("/die", (IHostApplicationLifetime lifetime) => lifetime.StopApplication());
app.MapGet("/visits", async (IConfiguration configuration) =>
{
    await using Npgsql.NpgsqlDataSource database = Npgsql.NpgsqlDataSource.Create(configuration.GetConnectionString("greetings")!);
    await using Npgsql.NpgsqlCommand insert = database.CreateCommand("CREATE TABLE IF NOT EXISTS greeting (words text); INSERT INTO greeting VALUES ('hello')");
    await insert.ExecuteNonQueryAsync();
    await using Npgsql.NpgsqlCommand count = database.CreateCommand("SELECT count(*) FROM greeting");

    // host:port,password=...
    string[] cache = configuration.GetConnectionString("cache")!.Split(',', ':', '=');
    using System.Net.Sockets.TcpClient redis = new(cache[0], int.Parse(cache[1]));
    using StreamReader answers = new(redis.GetStream());
    redis.Client.Send(System.Text.Encoding.ASCII.GetBytes($"AUTH {cache[3]}\r\nINCR visits\r\n"));
    return $"{await count.ExecuteScalarAsync()} stored, {await answers.ReadLineAsync()} {await answers.ReadLineAsync()} counted";
});
app.MapGet("/ask", async (string what) => await new HttpClient().GetStringAsync($"https://outside.example.com/answer?what={what}"));
app.MapGet("/answer", (string what) => $"42 for {what}");
app.Run();

static async Task<string> AskDatabaseAsync(string connectionString)
{
    await using Npgsql.NpgsqlDataSource database = Npgsql.NpgsqlDataSource.Create(connectionString);
    await using Npgsql.NpgsqlCommand question = database.CreateCommand("SELECT 'an answer'");
    return (string)(await question.ExecuteScalarAsync())!;
}
