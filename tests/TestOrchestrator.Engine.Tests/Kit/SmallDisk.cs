namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A file system of a few pages, which only root can make.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private bool _isMounted;

    private SmallDisk()
    {
    }

    public string Path => _directory["disk"];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes one, or ends the test with the reason why there is none.</summary>
    public static SmallDisk Make(int kilobytes)
    {
        SmallDisk disk = new();
        Directory.CreateDirectory(disk.Path);
        if (Command.Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k,mode=755", "testorchestrator-tests", disk.Path) is { } why)
        {
            disk.Dispose();
            Assert.Inconclusive($"A small disk can only be made by root who may mount: {why}");
        }

        disk._isMounted = true;
        return disk;
    }

    /// <summary>Fills it to the last page, or until so much is left.</summary>
    /// <returns>The file that takes the room.</returns>
    public string Fill(int kilobytesLeft = 0)
    {
        string file = this["filler"];
        using FileStream filler = new(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            filler.SetLength(Math.Max(0, filler.Length - (kilobytesLeft * 1024)));
            return file;
        }
    }

    public void Dispose()
    {
        if (_isMounted)
        {
            // Lazily: a process that ends may still have a file open.
            Assert.IsNull(Command.Run("umount", "--lazy", Path));
        }

        _directory.Dispose();
    }
}
