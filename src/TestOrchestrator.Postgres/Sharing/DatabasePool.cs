using System.Globalization;
using TestOrchestrator.Postgres.Migrations;

namespace TestOrchestrator.Postgres.Sharing;

/// <summary>
/// Copies of one template, a few made ahead of need, so that an application gets its database without waiting for the copy. A template that
/// fails fails everybody who waits, with the original error; a copy that fails, only who would have got it. Thread-safe.
/// </summary>
internal sealed class DatabasePool : IAsyncDisposable
{
    private static readonly int s_ahead = Environment.ProcessorCount;

    private readonly SharedServer _server;
    private readonly string _owner;
    private readonly string _prefix;
    private readonly string _template;
    private readonly Lazy<Task> _templateMade;
    private readonly Lock _gate = new();
    private readonly Queue<Task<string>> _ready = new();
    private bool _over;
    private int _made;

    public DatabasePool(SharedServer server, int number, string owner, SqlFiles files)
    {
        _server = server;
        _owner = owner;
        _prefix = string.Create(CultureInfo.InvariantCulture, $"app_{number}_");
        _template = string.Create(CultureInfo.InvariantCulture, $"template_{number}");
        _templateMade = new(() => Task.Run(() => server.CreateTemplateAsync(_template, owner, files)));
    }

    /// <summary>Makes the template, if it is not there.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => _templateMade.Value.WaitAsync(cancellationToken);

    /// <summary>Takes a copy that nobody else has.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        Task<string> taken;
        lock (_gate)
        {
            taken = _ready.TryDequeue(out Task<string>? ready) ? ready : MakeAsync();
        }

        string clone = await taken.WaitAsync(cancellationToken).ConfigureAwait(false);
        MakeAhead();
        return clone;
    }

    /// <summary>Gives a copy back: it is dropped in the background.</summary>
    public void Return(string database) => _server.DropInBackground(database);

    /// <summary>Makes no more copies, and waits for those that are being made; they go with the server.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] unfinished;
        lock (_gate)
        {
            _over = true;
            unfinished = [.. _ready];
        }

        await Task.WhenAll(unfinished).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Only when somebody has got one: those who wait now come first.
    private void MakeAhead()
    {
        lock (_gate)
        {
            while (!_over && _ready.Count < s_ahead)
            {
                _ready.Enqueue(MakeAsync());
            }
        }
    }

    private Task<string> MakeAsync()
    {
        string clone = $"{_prefix}{(++_made).ToString(CultureInfo.InvariantCulture)}";
        return Task.Run(async () =>
        {
            await _templateMade.Value.ConfigureAwait(false);
            await _server.CloneAsync(_template, clone, _owner).ConfigureAwait(false);
            return clone;
        });
    }
}
