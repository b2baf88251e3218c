using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using TestOrchestrator.Cli.Cleaning;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Interception;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Cli.Doctor;

/// <summary>Looks at what the system itself gives: processes, addresses, limits, places for files.</summary>
internal static class SystemFindings
{
    private const long Gigabyte = 1L << 30;
    private const long LeastInotify = 128;
    private const long LeastFiles = 1024;

    public static IEnumerable<Finding> Look()
    {
        yield return System();
        yield return Addresses();
        yield return SharedMemory();
        yield return Cache();
        yield return Limit("inotify instances", "/proc/sys/fs/inotify/max_user_instances", LeastInotify, "Services that watch their settings fail beyond it: 'sudo sysctl fs.inotify.max_user_instances=1024'.");
        yield return OpenFiles();
        yield return TransparentProxy();
    }

    private static Finding System() => OperatingSystem.IsLinux()
        ? new() { Name = "system", State = FindingState.Good, Seen = $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, .NET {Environment.Version}" }
        : new() { Name = "system", State = FindingState.Missing, Seen = RuntimeInformation.OSDescription, Help = "Processes are supervised on Linux only so far: use Linux, WSL, or a container." };

    private static Finding Addresses()
    {
        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.64.0.1"), 0));
            return new() { Name = "loopback addresses", State = FindingState.Good, Seen = "127.64.0.0 to 127.127.255.255 can be used, one for each application" };
        }
        catch (SocketException e)
        {
            return new() { Name = "loopback addresses", State = FindingState.Missing, Seen = $"127.64.0.1: {e.Message}", Help = "'sudo ip address add 127.0.0.1/8 dev lo' gives back what a container's network lacks." };
        }
    }

    private static Finding SharedMemory()
    {
        const string Path = StateRoot.SharedMemory;
        if (!Directory.Exists(Path))
        {
            return new() { Name = "shared memory", State = FindingState.Warning, Seen = $"no {Path}: databases are kept in the cache, which is slower" };
        }

        long free = new DriveInfo(Path).AvailableFreeSpace;
        return free >= StateRoot.Room
            ? new() { Name = "shared memory", State = FindingState.Good, Seen = $"{Size.Of(free)} free in {Path}" }
            : new() { Name = "shared memory", State = FindingState.Warning, Seen = $"{Size.Of(free)} free in {Path}, fewer than 512 MiB: databases are kept in the cache, which is slower", Help = "Start the container with --shm-size=2g." };
    }

    private static Finding Cache()
    {
        try
        {
            string cache = UserCache.Open();
            long size = Size.OfDirectory(cache);
            long free = new DriveInfo(cache).AvailableFreeSpace;
            return new()
            {
                Name = "cache",
                State = free < Gigabyte ? FindingState.Warning : FindingState.Good,
                Seen = $"{cache}: {Size.Of(size)} used, {Size.Of(free)} free; it keeps the 8 programs and the templates that were used last",
                Help = free < Gigabyte ? "'orch clean --cache' empties it." : null,
            };
        }
        catch (EngineException e)
        {
            return new() { Name = "cache", State = FindingState.Missing, Seen = e.Message, Help = $"Set {UserCache.Variable} to a directory that can be written." };
        }
    }

    private static Finding Limit(string name, string file, long least, string help)
    {
        if (!File.Exists(file))
        {
            return new() { Name = name, State = FindingState.Good, Seen = "no limit" };
        }

        long limit = long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        return new() { Name = name, State = limit < least ? FindingState.Warning : FindingState.Good, Seen = limit.ToString(CultureInfo.InvariantCulture), Help = limit < least ? help : null };
    }

    private static Finding TransparentProxy() => TransparentProxies.WhyNot() is { } reason
        ? new() { Name = "transparent proxy", State = FindingState.Warning, Seen = "programs that ignore proxy settings cannot be led to a proxy", Help = reason }
        : new() { Name = "transparent proxy", State = FindingState.Good, Seen = "programs that ignore proxy settings can be led to a proxy" };

    private static Finding OpenFiles()
    {
        long? limit = OpenFileLimit.Current;
        bool isLow = limit < LeastFiles;
        return new()
        {
            Name = "open files",
            State = isLow ? FindingState.Warning : FindingState.Good,
            Seen = limit?.ToString(CultureInfo.InvariantCulture) ?? "unknown",
            Help = isLow ? "'ulimit -n 65536' before the tests: an application holds about five for each port, process and database." : null,
        };
    }
}
