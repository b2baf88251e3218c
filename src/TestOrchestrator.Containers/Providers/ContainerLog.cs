using System.Buffers.Binary;
using TestOrchestrator.Containers.Api;

namespace TestOrchestrator.Containers.Providers;

/// <summary>Copies what a container writes to the log of its unit, as it comes.</summary>
internal sealed class ContainerLog(ContainerEngineApi engine, string container, string file)
{
    // Each piece begins with the stream it is of, three zeros, and its length: 01 00 00 00 00 00 00 05 h e l l o.
    private const int HeaderLength = 8;

    /// <summary>Copies until the container ends and all that it has written is there.</summary>
    public async Task CopyAsync()
    {
        string path = $"containers/{container}/logs?follow=true&stdout=true&stderr=true";
        using HttpResponseMessage response =
            await engine.OpenAsync(HttpMethod.Get, path, null, CancellationToken.None).ConfigureAwait(false);
        Stream log = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        FileStream target = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        await using (target.ConfigureAwait(false))
        {
            await CopyAsync(log, target).ConfigureAwait(false);
        }
    }

    internal static async Task CopyAsync(Stream log, Stream target)
    {
        byte[] header = new byte[HeaderLength];
        while (await log.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false).ConfigureAwait(false) == HeaderLength)
        {
            byte[] piece = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))];
            await log.ReadExactlyAsync(piece).ConfigureAwait(false);
            await target.WriteAsync(piece).ConfigureAwait(false);
        }
    }
}
