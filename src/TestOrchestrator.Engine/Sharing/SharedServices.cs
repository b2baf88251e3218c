using System.Collections.Concurrent;

namespace TestOrchestrator.Engine.Sharing;

/// <summary>What the applications of one run share: a Postgres server, a proxy server, programs that were found. Thread-safe.</summary>
public sealed class SharedServices : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _services = new();
    private readonly ConcurrentStack<object> _made = new();

    /// <summary>Gets the one service of a type, and makes it when it is first asked for.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="make">Makes it. If it throws, it is called again the next time.</param>
    /// <returns>The service. It is disposed of with the run, last made first.</returns>
    public T Get<T>(Func<T> make)
        where T : class
    {
        Lazy<object> service = _services.GetOrAdd(typeof(T), _ => new(() =>
        {
            T made = make();
            _made.Push(made);
            return made;
        }));
        try
        {
            return (T)service.Value;
        }
        catch
        {
            _services.TryRemove(new KeyValuePair<Type, Lazy<object>>(typeof(T), service));
            throw;
        }
    }

    /// <summary>Disposes of every service, last made first.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        while (_made.TryPop(out object? service))
        {
            try
            {
                switch (service)
                {
                    case IAsyncDisposable asynchronous:
                        await asynchronous.DisposeAsync().ConfigureAwait(false);
                        break;
                    case IDisposable disposable:
                        disposable.Dispose();
                        break;
                }
            }
#pragma warning disable CA1031 // The others must be disposed of, too; every failure is reported.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
