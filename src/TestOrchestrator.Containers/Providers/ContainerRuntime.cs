using System.Formats.Tar;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using TestOrchestrator.Containers.Networks;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Removals;

namespace TestOrchestrator.Containers.Providers;

/// <summary>
/// Realises a unit as a container. Each start makes a new one, as what it is started with may have changed; volumes with a name stay.
/// </summary>
public sealed class ContainerRuntime : IUnitRuntime
{
    private readonly UnitContext _context;
    private readonly ContainerProvider _provider;
    private ContainerInstance? _last;
    private int _starts;

    internal ContainerRuntime(UnitContext context, ContainerProvider provider)
    {
        _context = context;
        _provider = provider;
    }

    /// <summary>
    /// Gets the addresses that the container itself listens on when it is ready. On published ports the engine answers from the start.
    /// </summary>
    public IReadOnlyCollection<IPEndPoint> Listeners => Volatile.Read(ref _last)?.Listeners ?? [];

    private ContainerNetwork Network => _context.GetRuntime<ContainerNetwork>(ContainerNetworkProvider.UnitName);

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        new ImagePullRequest(_provider.Engine, _context).PullAsync(_provider.Image, _provider.Pull, cancellationToken);

    /// <inheritdoc/>
    public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
    {
        UnitConfiguration configuration = await _context.ConfigureAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<FileInContainer> files = await _provider.Files(_context, cancellationToken).ConfigureAwait(false);
        JsonObject request = await DescribeAsync(configuration, cancellationToken).ConfigureAwait(false);
        string name = ContainerNetwork.NameOf(_context, string.Create(CultureInfo.InvariantCulture, $"{_context.Name}-{++_starts}"));
        RemovalNote note = _context.Run.NoteRemoval(_provider.Engine.Socket, $"/containers/{name}?force=true&v=true");
        ContainerInstance instance = new(_context, _provider, name, note);
        try
        {
            await _provider.Engine.PostAsync($"containers/create?name={name}", request, cancellationToken).ConfigureAwait(false);
            note.SetMade();
            await UploadAsync(name, files, cancellationToken).ConfigureAwait(false);
            await instance.StartAsync(Network.Name, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _last, instance);
            return instance;
        }
        catch
        {
            await instance.RemoveAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<JsonObject> DescribeAsync(UnitConfiguration configuration, CancellationToken cancellationToken)
    {
        JsonObject exposed = [];
        JsonObject published = [];
        foreach (EndpointDefinition endpoint in _context.Unit.Endpoints)
        {
            IPEndPoint address = _context.GetEndpoint(endpoint.Name).Address;
            string protocol = endpoint.Scheme == "udp" ? "udp" : "tcp";
            string port = string.Create(CultureInfo.InvariantCulture, $"{_provider.Ports[endpoint.Name]}/{protocol}");
            string hostPort = address.Port.ToString(CultureInfo.InvariantCulture);
            JsonObject binding = new() { ["HostIp"] = address.Address.ToString(), ["HostPort"] = hostPort };
            exposed[port] = new JsonObject();
            if (published[port] is JsonArray others)
            {
                others.Add(binding);
            }
            else
            {
                published[port] = new JsonArray(binding);
            }
        }

        JsonArray mounts = [];
        foreach (ContainerMount mount in _provider.Mounts)
        {
            mounts.Add(new JsonObject
            {
                ["Type"] = mount.IsVolume ? "volume" : "bind",
                ["Source"] = mount is { IsVolume: true, Source: { } volume }
                    ? await Network.GetVolumeAsync(volume, cancellationToken).ConfigureAwait(false)
                    : mount.Source,
                ["Target"] = mount.Target,
                ["ReadOnly"] = mount.IsReadOnly,
            });
        }

        string[] aliases = [_context.Unit.Name, $"{_context.Unit.Name}.dev.internal", .. _provider.Aliases];
        JsonObject endpointInNetwork = new() { ["Aliases"] = Texts(aliases) };
        JsonObject request = new()
        {
            ["Image"] = _provider.Image,
            ["Env"] = Texts(configuration.Environment.Select(v => $"{v.Key}={v.Value}")),
            ["Labels"] = ContainerNetwork.LabelsOf(_context, _context.Name),
            ["ExposedPorts"] = exposed,
            ["HostConfig"] = new JsonObject
            {
                ["NetworkMode"] = Network.Name,
                ["PortBindings"] = published,
                ["Mounts"] = mounts,
                ["ExtraHosts"] = Texts(Network.ExtraHosts),
            },
            ["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [Network.Name] = endpointInNetwork } },
        };
        if (configuration.Arguments.Length > 0)
        {
            request["Cmd"] = Texts(configuration.Arguments);
        }

        if (_provider.Entrypoint is { } entrypoint)
        {
            request["Entrypoint"] = Texts([entrypoint]);
        }

        return request;
    }

    private async Task UploadAsync(string container, IReadOnlyCollection<FileInContainer> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return;
        }

        using MemoryStream archive = new();
        using (TarWriter tar = new(archive, leaveOpen: true))
        {
            foreach (FileInContainer file in files)
            {
                PaxTarEntry entry = new(file.Content is null ? TarEntryType.Directory : TarEntryType.RegularFile, file.Path.TrimStart('/'))
                {
                    Mode = file.Mode,
                    Uid = file.Owner,
                    Gid = file.Group,
                    ModificationTime = _context.Run.Options.TimeProvider.GetUtcNow(),
                };
                if (file.Content is { } content)
                {
                    entry.DataStream = new MemoryStream(content.ToArray());
                }

                await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
            }
        }

        using ByteArrayContent body = new(archive.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
        string path = $"containers/{container}/archive?path=/";
        using HttpResponseMessage uploaded =
            await _provider.Engine.OpenAsync(HttpMethod.Put, path, body, cancellationToken).ConfigureAwait(false);
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t))];
}
