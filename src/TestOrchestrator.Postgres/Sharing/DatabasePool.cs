using System.Globalization;
using System.Threading.Channels;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Postgres.Migrations;

namespace TestOrchestrator.Postgres.Sharing;

/// <summary>
/// Copies of one template, a few made ahead of need, so that an application gets its database without waiting for the copy. A template that
/// fails fails everybody who waits, with the original error. Thread-safe.
/// </summary>
internal sealed class DatabasePool : IAsyncDisposable
{
    private static int s_pools;

    private readonly SharedServer _server;
    private readonly EngineRun _run;
    private readonly string _prefix;
    private readonly Channel<string> _ready;
    private readonly CancellationTokenSource _over = new();
    private readonly Lazy<Task<string>> _template;
    private readonly Lazy<Task> _filling;

    public DatabasePool(SharedServer server, string owner, SqlFiles files, EngineRun run)
    {
        _server = server;
        _run = run;
        _prefix = $"app_{Interlocked.Increment(ref s_pools).ToString(CultureInfo.InvariantCulture)}_";
        _ready = Channel.CreateBounded<string>(Environment.ProcessorCount);
        _template = new(() => Task.Run(() => server.CreateTemplateAsync(owner, files)));
        _filling = new(() => Task.Run(FillAsync));
    }

    /// <summary>Makes the template, if it is not there, and begins to make copies.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _template.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        _ = _filling.Value;
    }

    /// <summary>Takes a copy that nobody else has.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        _ = _filling.Value;
        try
        {
            return await _ready.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } original)
        {
            throw original;
        }
    }

    /// <summary>Gives a copy back: it is dropped in the background.</summary>
    public void Return(string database) => _ = Task.Run(async () =>
    {
        try
        {
            await _server.DropAsync(database).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or ObjectDisposedException or InvalidOperationException)
        {
            // The run is being stopped, and the whole server is thrown away.
            _run.Events.Write("note", ("text", $"Database '{database}' was not dropped: {e.Message}"));
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        if (_filling.IsValueCreated)
        {
            await _filling.Value.ConfigureAwait(false);
        }

        _over.Dispose();
    }

    private async Task FillAsync()
    {
        try
        {
            string template = await _template.Value.ConfigureAwait(false);
            for (int number = 1; !_over.IsCancellationRequested; number++)
            {
                string clone = $"{_prefix}{number.ToString(CultureInfo.InvariantCulture)}";
                await _server.CloneAsync(template, clone).ConfigureAwait(false);
                await _ready.Writer.WriteAsync(clone, _over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends; copies that nobody took go with the server.
        }
#pragma warning disable CA1031 // Whatever it is, those who wait for a copy are told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ready.Writer.TryComplete(e);
        }
    }
}
