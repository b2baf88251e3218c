using System.Globalization;
using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Interception;

/// <summary>What the kernel lets this process do of what a transparent proxy needs. Immutable.</summary>
internal sealed record KernelOffer
{
    public const int NotPermitted = 1;
    public const int BadDescriptor = 9;
    public const int Busy = 16;
    public const int NotImplemented = 38;

    private const int CapabilityPtrace = 19;

    // Of the calls below the last came with 5.6; what tells of an attempt that was given up, and of the last program's end, was settled
    // with 5.9.
    private static readonly Version s_least = new(5, 9);

    /// <summary>The system and its version, for messages.</summary>
    public required string System { get; init; }

    public required bool IsLinux { get; init; }

    public required Architecture Architecture { get; init; }

    public required Version Version { get; init; }

    /// <summary>Whether programs can be watched (seccomp user notification): 0, or errno.</summary>
    public required int Watch { get; init; }

    /// <summary>Whether sockets of other processes can be borrowed (pidfd_getfd): 0, or errno.</summary>
    public required int Borrow { get; init; }

    /// <summary>Whether memory of other processes can be read (process_vm_readv): 0, or errno.</summary>
    public required int Read { get; init; }

    /// <summary>The setting kernel.yama.ptrace_scope; 0 if there is none.</summary>
    public required int PtraceScope { get; init; }

    /// <summary>Whether this process may look into any other (CAP_SYS_PTRACE).</summary>
    public required bool MayTraceAll { get; init; }

    /// <summary>Asks the kernel. Calls that cannot succeed tell whether they would be allowed.</summary>
    public static KernelOffer Ask()
    {
        bool isSupported = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;
        return new()
        {
            System = RuntimeInformation.OSDescription,
            IsLinux = OperatingSystem.IsLinux(),
            Architecture = RuntimeInformation.ProcessArchitecture,
            Version = Environment.OSVersion.Version,
            Watch = isSupported ? KernelCalls.Watch() : 0,
            Borrow = isSupported ? KernelCalls.Borrow() : 0,
            Read = isSupported ? KernelCalls.Read() : 0,
            PtraceScope = isSupported ? Scope() : 0,
            MayTraceAll = isSupported && MayTrace(),
        };
    }

    /// <summary>Tells what is in the way.</summary>
    /// <param name="ofSomebodyElse">Whether the program runs as another user than this one.</param>
    /// <returns>Full sentences; null if nothing is.</returns>
    public string? WhyNot(bool ofSomebodyElse = false) => this switch
    {
        { IsLinux: false } => $"It is done by the kernel of Linux; this is {System}. Run on Linux, in WSL, or in a container.",
        { Architecture: not (Architecture.X64 or Architecture.Arm64) } => $"It is done on x64 and arm64; this is {Architecture}.",
        { Watch: not 0 } => WhyRefused(Watch),
        _ when Version < s_least => $"It needs Linux 5.9 or later; this is {System}.",
        { Borrow: NotPermitted } => "Borrowing a program's socket (pidfd_getfd) is forbidden here, as containers do by default. Start the container with --cap-add=SYS_PTRACE.",
        { Borrow: not 0 } => $"Borrowing a program's socket (pidfd_getfd) needs Linux 5.9 or later; this is {System}, which says errno {Borrow}.",
        { Read: not 0 } => $"Reading a program's memory (process_vm_readv) is forbidden here (errno {Read}), as some containers do. Start the container with --cap-add=SYS_PTRACE.",
        { PtraceScope: >= 3 } => "Looking into other processes is switched off until the machine starts anew: kernel.yama.ptrace_scope is 3. Set it to 1 in /etc/sysctl.d and start the machine anew.",
        { PtraceScope: 2, MayTraceAll: false } => "Looking into other processes is root's alone: kernel.yama.ptrace_scope is 2. 'sudo sysctl kernel.yama.ptrace_scope=1' lets a process look into its children.",
        { MayTraceAll: false } when ofSomebodyElse => "The program runs as somebody else, and looking into such processes needs CAP_SYS_PTRACE. Start the container with --cap-add=SYS_PTRACE, or run the program as the same user.",
        _ => null,
    };

    /// <summary>Tells why programs cannot be watched.</summary>
    /// <param name="errno">What the kernel said.</param>
    public string WhyRefused(int errno) => errno switch
    {
        Busy => "Something else watches the system calls of this process already (seccomp user notification), and there can be only one, as in some containers without root. Run outside of it.",
        NotPermitted => "Watching a program's system calls (seccomp) is forbidden here. In a container allow it: 'docker run --security-opt seccomp=unconfined', or a profile that allows seccomp(2).",
        _ => $"Watching a program's system calls (seccomp user notification) needs Linux 5.9 or later, built with CONFIG_SECCOMP_FILTER; this is {System}, which says errno {errno}. gVisor does not have it.",
    };

    private static int Scope()
    {
        const string Setting = "/proc/sys/kernel/yama/ptrace_scope";
        return File.Exists(Setting) ? int.Parse(File.ReadAllText(Setting), CultureInfo.InvariantCulture) : 0;
    }

    // CapEff:	000001ffffffffff
    private static bool MayTrace() =>
        File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal)) is { } line
        && (ulong.Parse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << CapabilityPtrace)) != 0;
}
