using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fuzz.Running;

/// <summary>What nobody expected: errors that the web server logs, exceptions that nobody observed. Thread-safe.</summary>
internal sealed class Complaints : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _all = [];

    public Complaints() => TaskScheduler.UnobservedTaskException += OnUnobserved;

    public IReadOnlyList<string> Take()
    {
        List<string> taken = [];
        while (_all.TryDequeue(out string? one))
        {
            taken.Add(one);
        }

        return taken;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // The web server reports a malformed body as if it were an error of the application, also where the application has not asked for it.
        if (IsEnabled(logLevel) && exception is not BadHttpRequestException && eventId.Name != "RequestBodyDrainBodyReaderInvalidState")
        {
            _all.Enqueue($"logged: {formatter(state, exception)} {exception}");
        }
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved) => _all.Enqueue($"unobserved: {unobserved.Exception}");
}
