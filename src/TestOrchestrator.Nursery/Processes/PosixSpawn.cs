using System.Runtime.InteropServices;
using System.Text;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>
/// Starts a process with posix_spawn(3): in a session of its own, with default signals, output and errors appended to a file, and
/// nothing on standard input. A raw fork would not be safe in a process with several threads.
/// </summary>
internal static unsafe partial class PosixSpawn
{
    // Generous for the opaque types of glibc and musl: posix_spawn_file_actions_t is 80 bytes, posix_spawnattr_t 336.
    private const int FileActionsSize = 256;
    private const int AttributesSize = 512;
    private const int SignalSetSize = 128;

    private const short SetSigDef = 0x04;
    private const short SetSigMask = 0x08;
    private const short SetSid = 0x80;

    private const int WriteOnlyCreateAppend = 0x1 | 0x40 | 0x400;
    private const uint UserReadWriteGroupRead = 0x1A0;

    /// <summary>Starts a process.</summary>
    /// <param name="arguments">The full path of the program, then its arguments.</param>
    /// <param name="environment">NAME=VALUE, all of them.</param>
    /// <param name="workingDirectory">Where it starts.</param>
    /// <param name="outputFile">Where its output and errors are appended, unless there is a pipe for them.</param>
    /// <param name="outputPipe">The pipe for its output and errors; -1 for none.</param>
    /// <param name="pid">The process.</param>
    /// <returns>0, or errno.</returns>
    public static int Start(string[] arguments, string[] environment, string workingDirectory, string outputFile, int outputPipe, out int pid)
    {
        byte* actions = stackalloc byte[FileActionsSize];
        byte* attributes = stackalloc byte[AttributesSize];
        byte* signals = stackalloc byte[SignalSetSize];
        byte** argv = Vector(arguments);
        byte** envp = Vector(environment);
        byte* path = Text(arguments[0]);
        byte* output = Text(outputFile);
        byte* directory = Text(workingDirectory);
        byte* nothing = Text("/dev/null");
        try
        {
            _ = FileActionsInit(actions);
            _ = FileActionsAddOpen(actions, 0, nothing, 0, 0);
            _ = outputPipe >= 0 ? FileActionsAddDup2(actions, outputPipe, 1) : FileActionsAddOpen(actions, 1, output, WriteOnlyCreateAppend, UserReadWriteGroupRead);
            _ = FileActionsAddDup2(actions, 1, 2);
            _ = FileActionsAddChdir(actions, directory);
            _ = AttributesInit(attributes);
            new Span<byte>(signals, SignalSetSize).Clear();
            _ = AttributesSetSigMask(attributes, signals);
            new Span<byte>(signals, SignalSetSize).Fill(0xff);
            _ = AttributesSetSigDefault(attributes, signals);
            _ = AttributesSetFlags(attributes, SetSid | SetSigDef | SetSigMask);

            int started = 0;
            int error = Spawn(&started, path, actions, attributes, argv, envp);
            pid = started;
            _ = FileActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
            return error;
        }
        finally
        {
            Free(argv);
            Free(envp);
            NativeMemory.Free(path);
            NativeMemory.Free(output);
            NativeMemory.Free(directory);
            NativeMemory.Free(nothing);
        }
    }

    private static byte* Text(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        byte* bytes = (byte*)NativeMemory.Alloc((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(bytes, length));
        bytes[length] = 0;
        return bytes;
    }

    private static byte** Vector(string[] texts)
    {
        byte** vector = (byte**)NativeMemory.Alloc((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Length; i++)
        {
            vector[i] = Text(texts[i]);
        }

        vector[texts.Length] = null;
        return vector;
    }

    private static void Free(byte** vector)
    {
        for (byte** text = vector; *text is not null; text++)
        {
            NativeMemory.Free(*text);
        }

        NativeMemory.Free(vector);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int Spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static partial int FileActionsAddOpen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int FileActionsAddDup2(byte* actions, int descriptor, int copy);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    private static partial int FileActionsAddChdir(byte* actions, byte* path);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetSigMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetSigDefault(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);
}
