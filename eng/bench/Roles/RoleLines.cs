using System.Text.Json;

namespace Bench.Roles;

/// <summary>The other end of a <see cref="RoleProcess"/>: what the role is told, and how it answers.</summary>
internal static class RoleLines
{
    /// <returns>What it is told next; null when nothing more will come.</returns>
    public static async Task<T?> HearAsync<T>() where T : class =>
        await Console.In.ReadLineAsync() is { } line ? JsonSerializer.Deserialize<T>(line) : null;

    public static Task TellAsync<T>(T what) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(what));

    /// <summary>Waits until the process that measures wants no more of this one.</summary>
    public static async Task EndAsync()
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }
}
