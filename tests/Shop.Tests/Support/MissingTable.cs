using Npgsql;

namespace Shop.Tests.Support;

/// <summary>The time in which a table of the shop's database has another name.</summary>
/// <remarks>The shop does not expect that, and fails where it uses the table.</remarks>
internal sealed class MissingTable : IAsyncDisposable
{
    private readonly TestApp _app;
    private readonly string _table;

    private MissingTable(TestApp app, string table) => (_app, _table) = (app, table);

    public static async Task<MissingTable> BeginAsync(TestApp app, string table)
    {
        await RenameAsync(app, table, $"missing_{table}");
        return new(app, table);
    }

    public async ValueTask DisposeAsync() => await RenameAsync(_app, $"missing_{_table}", _table);

    private static async Task RenameAsync(TestApp app, string from, string to)
    {
        await using NpgsqlConnection database = new($"{await app.GetConnectionStringAsync("orders")};Pooling=false");
        await database.OpenAsync();
        await using NpgsqlCommand command = new($"ALTER TABLE {from} RENAME TO {to}", database);
        await command.ExecuteNonQueryAsync();
    }
}
