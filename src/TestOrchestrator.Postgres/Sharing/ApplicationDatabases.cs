using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TestOrchestrator.Postgres.Sharing;

/// <summary>The databases of one application on a server that others use, too, each under a name of its own there. Thread-safe.</summary>
/// <param name="existsAsync">Asks the server whether it has a database.</param>
/// <param name="newName">Makes a name that the server never had.</param>
/// <param name="declared">The databases that the application is going to have: nothing else may take their names.</param>
internal sealed class ApplicationDatabases(Func<string, Task<bool>> existsAsync, Func<string> newName, ImmutableHashSet<string> declared)
{
    private readonly ConcurrentDictionary<string, string> _serverNames = new(StringComparer.Ordinal);

    // Whether they are there only the server knows: what the application asked of it may have failed, or be on its way.
    private readonly ConcurrentDictionary<string, byte> _uncertain = new(StringComparer.Ordinal);

    /// <summary>Gets the server's names of the databases that the application itself may have created.</summary>
    public IEnumerable<string> Created => _uncertain.Keys.Select(name => _serverNames[name]);

    /// <summary>Adds a database that the server has.</summary>
    public void Add(string name, string serverName) => _serverNames[name] = serverName;

    /// <summary>Gets the name that a database has, or had, on the server.</summary>
    /// <returns>The name; null if there never was such a database.</returns>
    public string? ServerNameOf(string name) => _serverNames.GetValueOrDefault(name);

    /// <summary>Finds a database that is there now.</summary>
    /// <returns>Its name on the server; null if it is not there.</returns>
    public async ValueTask<string?> FindAsync(string name) => ServerNameOf(name) is not { } serverName ? null
        : !_uncertain.ContainsKey(name) || await existsAsync(serverName).ConfigureAwait(false) ? serverName
        : null;

    /// <summary>Looks whether a name is taken by a database that is there or is going to be.</summary>
    public async ValueTask<bool> IsTakenAsync(string name) =>
        ServerNameOf(name) is null ? declared.Contains(name) : await FindAsync(name).ConfigureAwait(false) is not null;

    /// <summary>States that the server is asked to create or to drop a database.</summary>
    /// <returns>The name to ask for.</returns>
    public string Change(string name)
    {
        string serverName = _serverNames.GetOrAdd(name, _ => newName());
        _uncertain.TryAdd(name, 0);
        return serverName;
    }

    /// <summary>Makes a name of a database that the server does not have, and never will.</summary>
    public string NameOfNone() => newName();

    /// <summary>Lists those that are there under another name than the application's.</summary>
    /// <returns>The server's names by the application's.</returns>
    public async Task<ImmutableDictionary<string, string>> OfServerAsync()
    {
        ImmutableDictionary<string, string>.Builder found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string serverName) in _serverNames.Where(d => d.Key != d.Value))
        {
            if (await FindAsync(name).ConfigureAwait(false) is not null)
            {
                found.Add(name, serverName);
            }
        }

        return found.ToImmutable();
    }
}
