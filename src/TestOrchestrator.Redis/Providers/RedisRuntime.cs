using System.Net;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Tools;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Realises a Redis server as one process. Stopped and started again, it has the data that it had.</summary>
internal sealed class RedisRuntime(UnitContext context, RedisProvider provider) : IUnitRuntime
{
    private readonly string _directory = Path.Combine(context.StateDirectory, context.Name);
    private string? _otherVersion;
    private bool _wasStarted;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ToolShelf.Of(context.Run).GetAsync(RedisTools.Definition, cancellationToken).ConfigureAwait(false);
        _otherVersion = await RedisVersion.CheckAsync(context.Run, context.Name, provider, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
    {
        UnitConfiguration configuration = await context.ConfigureAsync(cancellationToken).ConfigureAwait(false);
        RedisOptions options = RedisOptions.Read(context.Name, configuration.Arguments);
        Tool tool = await ToolShelf.Of(context.Run).GetAsync(RedisTools.Definition, cancellationToken).ConfigureAwait(false);
        IPEndPoint address = context.GetEndpoint(provider.EndpointName).Address;
        if (!_wasStarted)
        {
            BeginFirst(options);
            _wasStarted = true;
        }

        RedisConfiguration.Write(_directory, address, options);
        string file = Path.Combine(_directory, RedisConfiguration.FileName);
        ChildProcess process = await context.Run.StartProcessAsync(
            tool.Start(RedisTools.Server, [file], _directory, context.LogFile)).ConfigureAwait(false);
        return new RedisInstance(process, address, options.Password, context.Run.Options);
    }

    // A snapshot, and what was appended since, as the options say. A server that never held anything has saved nothing.
    public Task KeepAsync(string directory) => Task.Run(() => CopyData(_directory, directory));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void BeginFirst(RedisOptions options)
    {
        foreach (string note in options.Notes.Prepend(_otherVersion).OfType<string>())
        {
            context.Note(note);
        }

        Directory.CreateDirectory(_directory);
        if (context.KeptDirectory is { } kept)
        {
            CopyData(kept, _directory);
        }
    }

    private static void CopyData(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == RedisConfiguration.FileName)
            {
                continue;
            }

            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
