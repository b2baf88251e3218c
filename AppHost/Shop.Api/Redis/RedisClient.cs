using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Shop.Api.Redis;

/// <summary>The Redis commands this service needs, over one connection that is opened when needed and again when lost. Thread-safe.</summary>
internal sealed class RedisClient(RedisAddress address, IOptions<RedisOptions> options, TimeProvider timeProvider) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private RespConnection? _connection;

    public RedisAddress Address => address;

    public async Task<string?> GetAsync(string key, CancellationToken cancellationToken) =>
        (await ExecuteAsync<RespReply.Bulk>(["GET", key], cancellationToken)).Text;

    public async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        (await ExecuteAsync<RespReply.Integer>(["EXISTS", key], cancellationToken)).Value == 1;

    /// <summary>Sets a key that is not there yet, and says whether it did.</summary>
    public async Task<bool> SetIfAbsentAsync(string key, string value, TimeSpan? expiry, CancellationToken cancellationToken)
    {
        string[] expires = expiry is { } after ? ["PX", Milliseconds(after)] : [];
        return await ExecuteAsync<RespReply>(["SET", key, value, "NX", .. expires], cancellationToken) is RespReply.Status;
    }

    /// <summary>Runs a Lua script that returns a number. Redis runs nothing else meanwhile.</summary>
    public async Task<long> EvaluateAsync(string script, string[] keys, string[] arguments, CancellationToken cancellationToken)
    {
        string[] command = ["EVAL", script, keys.Length.ToString(CultureInfo.InvariantCulture), .. keys, .. arguments];
        return (await ExecuteAsync<RespReply.Integer>(command, cancellationToken)).Value;
    }

    public Task PingAsync(CancellationToken cancellationToken) => ExecuteAsync<RespReply.Status>(["PING"], cancellationToken);

    /// <summary>Gets what the server says about itself: lines of <c>name:value</c>.</summary>
    public async Task<string> ServerInfoAsync(CancellationToken cancellationToken) =>
        (await ExecuteAsync<RespReply.Bulk>(["INFO", "server"], cancellationToken)).Text ?? "";

    public static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private async Task<TReply> ExecuteAsync<TReply>(string[] command, CancellationToken cancellationToken)
        where TReply : RespReply
    {
        TimeSpan timeout = options.Value.Timeout;
        using CancellationTokenSource deadline = new(timeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return Expect<TReply>(command[0], await InTurnAsync(command, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RedisException($"Redis at {address} did not answer {command[0]} within {timeout.TotalSeconds:0.###} s.");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new RedisException($"Redis at {address} could not be asked {command[0]}: {e.Message}", e);
        }
    }

    private async Task<RespReply> InTurnAsync(string[] command, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await (await ConnectedAsync(cancellationToken)).SendAsync(command, cancellationToken);
        }
        catch
        {
            // A reply may still be on its way, and would be taken for the reply to the next command.
            Disconnect();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    // A lost connection is noticed before a command is sent over it: one that was sent may have been carried out.
    private async Task<RespConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsClosed: true })
        {
            Disconnect();
        }

        if (_connection is null)
        {
            _connection = await RespConnection.OpenAsync(address, cancellationToken);
            if (address.Password is { } password)
            {
                Expect<RespReply.Status>("AUTH", await _connection.SendAsync(["AUTH", password], cancellationToken));
            }
        }

        return _connection;
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private TReply Expect<TReply>(string command, RespReply reply)
        where TReply : RespReply => reply switch
        {
            TReply expected and not RespReply.Error => expected,
            RespReply.Error error => throw new RedisException($"Redis at {address} refused {command}: {error.Message}"),
            _ => throw new RedisException($"Redis at {address} answered {command} with {reply}."),
        };
}
